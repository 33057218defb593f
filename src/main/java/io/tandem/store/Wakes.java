package io.tandem.store;

import io.tandem.flow.Side;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Records that a flow must look at again although they did not change. In the caller's transaction. */
public final class Wakes {

    /** In a record's place: all sources, from the beginning of the next round. */
    private static final String ALL = "";

    private Wakes() {}

    public static void add(Handle handle, String flow, Side side, Collection<String> recordIds) {
        RowBatch.execute(
                handle,
                "insert into wake (flow, side, record_id) values (?, ?, ?)",
                List.copyOf(recordIds),
                (statement, id) -> {
                    statement.setString(1, flow);
                    statement.setString(2, side.name());
                    statement.setString(3, id);
                });
    }

    /** Wakes all sources of a flow from its next round on. Its running round is not disturbed. */
    public static void addAll(Handle handle, String flow) {
        add(handle, flow, Side.SOURCE, List.of(ALL));
    }

    /**
     * Takes the wish to look at all sources, and forgets it.
     *
     * @return whether there was one
     */
    public static boolean takeAll(Handle handle, String flow) {
        return handle.execute(
                        "delete from wake where flow = ? and side = ? and record_id = ?", flow, Side.SOURCE.name(), ALL)
                > 0;
    }

    /** The newest wake-up that there is now; 0 if there is none. */
    public static long newest(Handle handle, String flow, Side side) {
        return handle.createQuery("select coalesce(max(id), 0) from wake where flow = :flow and side = :side")
                .bind("flow", flow)
                .bind("side", side.name())
                .mapTo(Long.class)
                .one();
    }

    /** Records to wake, by the ids of their wake-ups, in order. @param after an id @param upTo an id @param most so many */
    public static Map<Long, String> of(Handle handle, String flow, Side side, long after, long upTo, int most) {
        Map<Long, String> wakes = new LinkedHashMap<>();
        handle.createQuery("select id, record_id from wake where flow = :flow and side = :side and record_id <> ''"
                        + " and id > :after and id <= :upTo order by id limit :most")
                .bind("flow", flow)
                .bind("side", side.name())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("most", most)
                .map((rs, ctx) -> Map.entry(rs.getLong(1), rs.getString(2)))
                .forEach(wake -> wakes.put(wake.getKey(), wake.getValue()));
        return wakes;
    }

    public static void answered(Handle handle, List<Long> ids) {
        if (!ids.isEmpty()) {
            handle.createUpdate("delete from wake where id = any(:ids)")
                    .bindArray("ids", Long.class, ids)
                    .execute();
        }
    }
}
