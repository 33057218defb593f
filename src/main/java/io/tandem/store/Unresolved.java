package io.tandem.store;

import io.tandem.chunk.RowOutcome;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** References that wait for a link or a cross-reference. In the caller's transaction. */
public final class Unresolved {

    private static final String INSERT =
            "insert into unresolved (link_id, row_id, flow, from_entity, from_id, to_entity) values (?, ?, ?, ?, ?, ?)";

    private record Row(long link, RowOutcome.Unresolved outcome) {}

    private Unresolved() {}

    public static Set<Long> known(Handle handle, Collection<Long> links) {
        Set<Long> found = new HashSet<>();
        for (List<Long> piece : Database.pieces(List.copyOf(links))) {
            found.addAll(handle.createQuery("select distinct link_id from unresolved where link_id = any(:links)")
                    .bindArray("links", Long.class, piece)
                    .mapTo(Long.class)
                    .list());
        }
        return found;
    }

    static boolean isAny(Handle handle, EntityKey from, EntityKey to) {
        return handle.createQuery("select 1 from unresolved where from_entity = :from and to_entity = :to"
                        + " order by from_entity, to_entity, from_id limit 1")
                .bind("from", from.toString())
                .bind("to", to.toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    public static void forget(Handle handle, long link) {
        handle.execute("delete from unresolved where link_id = ?", link);
    }

    /**
     * Makes the stored references of a flow's links what a merge has just found. Cost: two statements and a batch.
     *
     * @param outcomes by the links' ids
     */
    public static void save(
            Handle handle, String flow, Map<Long, List<RowOutcome>> outcomes, UnaryOperator<EntityKey> idSpace) {
        Set<Long> known = known(handle, outcomes.keySet());
        if (!known.isEmpty()) {
            handle.createUpdate("delete from unresolved where link_id = any(:links)")
                    .bindArray("links", Long.class, known)
                    .execute();
        }
        List<Row> rows = new ArrayList<>();
        outcomes.forEach((link, some) -> some.forEach(outcome -> {
            if (outcome instanceof RowOutcome.Unresolved unresolved) {
                rows.add(new Row(link, unresolved));
            }
        }));
        RowBatch.execute(handle, INSERT, rows, (statement, row) -> {
            RecordKey from = row.outcome().wanted().from();
            statement.setLong(1, row.link());
            statement.setString(2, row.outcome().row().id());
            statement.setString(3, flow);
            statement.setString(4, idSpace.apply(from.entity()).toString());
            statement.setString(5, from.id());
            statement.setString(6, idSpace.apply(row.outcome().wanted().to()).toString());
        });
    }

    public static long count(Handle handle, String flow) {
        return handle.createQuery("select count(*) from unresolved where flow = :flow")
                .bind("flow", flow)
                .mapTo(Long.class)
                .one();
    }
}
