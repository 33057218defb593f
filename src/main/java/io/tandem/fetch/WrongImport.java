package io.tandem.fetch;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.FlowProgress;
import io.tandem.store.ImportedLinks;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Holds back a flow's creates while its imported links name records that no complete list has shown. Their ids are most
 * likely wrong, and each right record would get a second partner (rule 10). All else goes on. In the caller's
 * transaction.
 */
final class WrongImport {

    private static final int SHOWN = 3;

    private WrongImport() {}

    /**
     * Looks once more, and stores for the steps whether creates are held back. What was not created comes again later.
     * Cost: two queries, one over the links that were never merged.
     *
     * @return why the flow creates nothing, and what to do; empty if nothing is held back
     */
    static Optional<String> recheck(Handle handle, Flow flow, Feeds feeds) {
        if (!flow.creates() || !complete(flow, feeds)) {
            return Optional.empty();
        }
        List<String> sources = unseen(handle, flow, feeds);
        boolean held = !sources.isEmpty();
        FlowProgress.State progress = FlowProgress.of(handle, flow.id());
        if (held != progress.createsHeld()) {
            FlowProgress.holdCreates(handle, flow.id(), held);
            if (!held) {
                FlowProgress.restart(handle, flow.id(), progress.fingerprint());
            }
        }
        return held ? Optional.of(why(flow, sources)) : Optional.empty();
    }

    private static String why(Flow flow, List<String> sources) {
        boolean more = sources.size() > SHOWN;
        return "it creates nothing, because it would create records twice: imported links name records that were"
                + " never seen: " + String.join(", ", sources.subList(0, Math.min(SHOWN, sources.size())))
                + (more ? " and others" : "")
                + ". Their ids are wrong, or the records were deleted before. Unlink each (tandem unlink "
                + flow.id()
                + " SOURCE_ID) and import the right ids";
    }

    private static boolean complete(Flow flow, Feeds feeds) {
        return feeds.state(flow.source()).complete()
                && feeds.state(flow.target()).complete();
    }

    private static List<String> unseen(Handle handle, Flow flow, Feeds feeds) {
        return ImportedLinks.neverSeen(handle, flow.id(), feeds.id(flow.source()), feeds.id(flow.target()), SHOWN + 1)
                .stream()
                .map(pair -> flow.entity(Side.SOURCE).record(pair.sourceId()) + " with "
                        + flow.entity(Side.TARGET).record(pair.targetId()))
                .toList();
    }
}
