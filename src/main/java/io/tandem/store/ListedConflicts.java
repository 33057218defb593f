package io.tandem.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Conflicts and drift as people look at them, each with its pair. In the caller's transaction. */
public final class ListedConflicts {

    /** A stored conflict with the ids of its pair; null on a side that has none yet. */
    public record OfPair(Conflicts.Conflict conflict, String sourceId, String targetId) {}

    private static final String SELECT_WITH_PAIR = "select c.id, c.link_id, c.flow, c.row_id, c.property, c.state,"
            + " c.since_ms, c.decision, l.source_id, l.target_id from conflict c join link l on l.id = c.link_id where ";

    private static final String IS_LISTED = "(c.state = 'resolved' or " + Conflicts.PAIR_IS_THERE + ")";

    /** Rows that a list has in memory at once. */
    private static final int FETCHED = 500;

    private ListedConflicts() {}

    /** All of some flows, streamed in order; what is open is left out while a record of its pair is gone. */
    public static void each(Handle handle, Collection<String> flows, Consumer<OfPair> consumer) {
        if (!flows.isEmpty()) {
            handle.createQuery(SELECT_WITH_PAIR + "c.flow in (<flows>) and " + IS_LISTED + " order by c.id")
                    .bindList("flows", List.copyOf(flows))
                    .setFetchSize(FETCHED)
                    .map((rs, ctx) -> ofPair(rs))
                    .useStream(rows -> rows.forEach(consumer));
        }
    }

    /**
     * Some of a flow's: those first that wait for a person, then drift, then what was settled, the newest first.
     *
     * @param offset how many to leave out
     * @param most so many of them
     */
    public static List<OfPair> page(Handle handle, String flow, int offset, int most) {
        return handle.createQuery(SELECT_WITH_PAIR + "c.flow = :flow and " + IS_LISTED
                        + " order by case c.state when 'open' then 0 when 'drift' then 1 else 2 end, c.id desc"
                        + " limit :most offset :offset")
                .bind("flow", flow)
                .bind("most", most)
                .bind("offset", offset)
                .map((rs, ctx) -> ofPair(rs))
                .list();
    }

    /** Those of the pair that a link holds. */
    public static List<OfPair> of(Handle handle, long link) {
        return handle.createQuery(SELECT_WITH_PAIR + "c.link_id = :link order by c.id")
                .bind("link", link)
                .map((rs, ctx) -> ofPair(rs))
                .list();
    }

    public static boolean exists(Handle handle, String flow, long id) {
        return handle.createQuery("select count(*) from conflict where id = :id and flow = :flow")
                        .bind("id", id)
                        .bind("flow", flow)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static OfPair ofPair(ResultSet rs) throws SQLException {
        return new OfPair(Conflicts.conflict(rs), rs.getString(9), rs.getString(10));
    }
}
