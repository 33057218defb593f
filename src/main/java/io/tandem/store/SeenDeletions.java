package io.tandem.store;

import io.tandem.flow.Side;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Linked records that were seen deleted since their flow last looked (rule 13). In the caller's transaction. */
public final class SeenDeletions {

    private SeenDeletions() {}

    /**
     * Cost: one look-up if there is no newer deletion, two if the flow has no link; else a walk over all that is newer.
     *
     * @param feed of the side's entity
     * @param offset where the flow last looked on that side
     */
    public static long count(Handle handle, String flow, Side side, int feed, long offset) {
        if (FeedTable.lastDeletion(handle, feed) <= offset || !Links.hasAny(handle, flow)) {
            return 0;
        }
        return query(handle, "count(*)", flow, side, feed, offset)
                .mapTo(Long.class)
                .one();
    }

    public static List<String> ids(Handle handle, String flow, Side side, int feed, long offset) {
        return query(handle, "s.record_id", flow, side, feed, offset)
                .mapTo(String.class)
                .list();
    }

    private static Query query(Handle handle, String what, String flow, Side side, int feed, long offset) {
        return handle.createQuery("select <what> from snapshot s join link l on l.flow = :flow and l.held_<side>"
                        + " = s.record_id where s.place > :offset and s.place < :end"
                        + " and s.presence = 'DELETED' and l.state in ('linked', 'left')")
                .define("what", what)
                .define("side", side.lower())
                .bind("flow", flow)
                .bind("offset", Snapshots.place(feed, offset))
                .bind("end", Snapshots.place(feed + 1, 0));
    }
}
