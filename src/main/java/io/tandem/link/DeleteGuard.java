package io.tandem.link;

import io.tandem.feed.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Stops a flow whose round would delete, or mark as deleted, more than 5 % of its links, at least 10, until an operator
 * allows it (rule 13). In the caller's transaction.
 */
public final class DeleteGuard {

    private static final int LEAST = 10;
    private static final int PERCENT = 5;

    private DeleteGuard() {}

    /** @return why the flow has to stop; empty if it may go on */
    public static Optional<String> holds(Handle handle, Flow flow, Feeds feeds) {
        Progress.State progress = Progress.of(handle, flow.id());
        long pending = pending(handle, flow, feeds, progress);
        long linked = linked(handle, flow);
        boolean tooMany = pending >= LEAST && pending * 100 > linked * PERCENT && pending > progress.deletesAllowed();
        long held = tooMany ? pending : 0;
        long allowed = pending == 0 ? 0 : progress.deletesAllowed();
        if (held != progress.deletesHeld() || allowed != progress.deletesAllowed()) {
            Progress.deletes(handle, flow.id(), held, allowed);
        }
        return tooMany ? Optional.of(why(flow, held, linked)) : Optional.empty();
    }

    public static String why(Flow flow, long held, long linked) {
        return "the guard holds it: " + held + " of " + linked
                + " links would be taken for deleted at once; tandem plan " + flow.id()
                + " lists them. If that is right, run: tandem allow-deletes " + flow.id();
    }

    public static long linked(Handle handle, Flow flow) {
        return handle.createQuery("select count(*) from link where flow = :flow and state in ('linked', 'left')")
                .bind("flow", flow.id())
                .mapTo(Long.class)
                .one();
    }

    /** Links whose record was seen deleted since the flow last looked. */
    private static long pending(Handle handle, Flow flow, Feeds feeds, Progress.State progress) {
        long pending = 0;
        for (Side side : Side.values()) {
            pending += deleted(handle, "count(*)", flow, side, feeds, progress)
                    .mapTo(Long.class)
                    .one();
        }
        return pending;
    }

    /** The records that the guard counts, both sides'. */
    public static List<RecordKey> pending(Handle handle, Flow flow, Feeds feeds) {
        Progress.State progress = Progress.of(handle, flow.id());
        List<RecordKey> pending = new ArrayList<>();
        for (Side side : Side.values()) {
            deleted(handle, "s.record_id", flow, side, feeds, progress)
                    .mapTo(String.class)
                    .forEach(id -> pending.add(flow.entity(side).record(id)));
        }
        return pending;
    }

    private static Query deleted(
            Handle handle, String what, Flow flow, Side side, Feeds feeds, Progress.State progress) {
        return handle.createQuery("select <what> from snapshot s join link l on l.flow = :flow and l.held_<side>"
                        + " = s.record_id where s.feed_id = :feed and s.sequence > :offset"
                        + " and s.presence = 'DELETED' and l.state in ('linked', 'left')")
                .define("what", what)
                .define("side", side.lower())
                .bind("flow", flow.id())
                .bind("feed", feeds.state(flow.entity(side)).id())
                .bind("offset", progress.offset(side));
    }

    /** @return whether there was something to allow */
    static boolean allow(Handle handle, Flow flow) {
        Progress.State progress = Progress.of(handle, flow.id());
        if (progress.deletesHeld() == 0) {
            return false;
        }
        Progress.deletes(handle, flow.id(), 0, progress.deletesHeld());
        return true;
    }
}
