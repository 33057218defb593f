package io.tandem.link;

import io.tandem.flow.Side;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Records that a flow must look at again although they did not change. In the caller's transaction. */
public final class Wakes {

    public record Wake(long id, String recordId) {}

    private Wakes() {}

    public static void add(Handle handle, String flow, Side side, Collection<String> recordIds) {
        PreparedBatch batch = handle.prepareBatch("insert into wake (flow, side, record_id) values (?, ?, ?)");
        recordIds.forEach(id -> batch.add(flow, side.name(), id));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static List<Wake> of(Handle handle, String flow, Side side) {
        return handle.createQuery("select id, record_id from wake where flow = :flow and side = :side order by id")
                .bind("flow", flow)
                .bind("side", side.name())
                .map((rs, ctx) -> new Wake(rs.getLong(1), rs.getString(2)))
                .list();
    }

    public static boolean any(Handle handle, String flow) {
        return handle.createQuery("select count(*) from wake where flow = :flow")
                        .bind("flow", flow)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    static void answered(Handle handle, List<Long> ids) {
        if (!ids.isEmpty()) {
            handle.createUpdate("delete from wake where id in (<ids>)")
                    .bindList("ids", ids)
                    .execute();
        }
    }
}
