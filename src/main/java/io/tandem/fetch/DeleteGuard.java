package io.tandem.fetch;

import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.RecordKey;
import io.tandem.store.FlowProgress;
import io.tandem.store.Links;
import io.tandem.store.SeenDeletions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Stops a flow whose round would delete, or mark as deleted, more than a share of its links, 5 % and at least 10 as it
 * is shipped, until an operator allows it (rule 13). In the caller's transaction.
 */
public final class DeleteGuard {

    private DeleteGuard() {}

    /**
     * Counts the deletes that the flow would see now, and stores how many are held back.
     *
     * @return why the flow has to stop; empty if it may go on
     */
    public static Optional<String> recount(Handle handle, Flow flow, Feeds feeds, Tuning.Guard guard) {
        FlowProgress.State progress = FlowProgress.of(handle, flow.id());
        long pending = pending(handle, flow, feeds, progress);
        long linked = pending < guard.fewest() ? 0 : linked(handle, flow);
        boolean tooMany = pending >= guard.fewest()
                && pending * 100 > linked * guard.percent()
                && pending > progress.deletesAllowed();
        long held = tooMany ? pending : 0;
        long allowed = pending == 0 ? 0 : progress.deletesAllowed();
        if (held != progress.deletesHeld() || allowed != progress.deletesAllowed()) {
            FlowProgress.deletes(handle, flow.id(), held, allowed);
        }
        return tooMany ? Optional.of(why(flow, held, linked)) : Optional.empty();
    }

    public static String why(Flow flow, long held, long linked) {
        return "paused by the delete guard: " + held + " of " + linked
                + " linked records were deleted since the flow last looked; tandem plan " + flow.id()
                + " lists them. If that is right, run: tandem allow-deletes " + flow.id();
    }

    public static long linked(Handle handle, Flow flow) {
        return Links.countHolding(handle, flow.id());
    }

    private static int feed(Flow flow, Side side, Feeds feeds) {
        return feeds.id(flow.entity(side));
    }

    /** Links whose record was seen deleted since the flow last looked. */
    private static long pending(Handle handle, Flow flow, Feeds feeds, FlowProgress.State progress) {
        long pending = 0;
        for (Side side : Side.values()) {
            pending += SeenDeletions.count(handle, flow.id(), side, feed(flow, side, feeds), progress.offset(side));
        }
        return pending;
    }

    /** The records that the guard counts, both sides'. */
    public static List<RecordKey> pending(Handle handle, Flow flow, Feeds feeds) {
        FlowProgress.State progress = FlowProgress.of(handle, flow.id());
        List<RecordKey> pending = new ArrayList<>();
        for (Side side : Side.values()) {
            SeenDeletions.ids(handle, flow.id(), side, feed(flow, side, feeds), progress.offset(side))
                    .forEach(id -> pending.add(flow.entity(side).record(id)));
        }
        return pending;
    }

    /** @return whether there was something to allow */
    public static boolean allow(Handle handle, Flow flow) {
        FlowProgress.State progress = FlowProgress.of(handle, flow.id());
        if (progress.deletesHeld() == 0) {
            return false;
        }
        FlowProgress.deletes(handle, flow.id(), 0, progress.deletesHeld());
        return true;
    }
}
