package io.tandem.operator;

import io.tandem.chunk.LinkState;
import io.tandem.flow.Flow;
import io.tandem.store.Conflicts;
import io.tandem.store.Links;
import io.tandem.store.Park;
import io.tandem.store.Unresolved;
import org.jdbi.v3.core.Jdbi;

/** How the store's records of a flow stand now: the counts that {@code sync --json} shows as state. */
public record FlowTotals(
        long linked,
        long waiting,
        long ambiguous,
        long unresolved,
        long drift,
        long conflicts,
        long parked,
        long creating) {

    public static FlowTotals of(Jdbi jdbi, Waiting waiting, Flow flow) {
        long ambiguous = waiting.countAmbiguous(flow);
        long unlinked = waiting.unlinked(flow);
        return jdbi.withHandle(h -> new FlowTotals(
                Links.count(h, flow.id(), LinkState.LINKED),
                unlinked - ambiguous,
                ambiguous,
                Unresolved.count(h, flow.id()),
                Conflicts.count(h, flow.id(), "drift"),
                Conflicts.count(h, flow.id(), "open"),
                Park.count(h, flow.id()),
                Links.count(h, flow.id(), LinkState.CREATING)));
    }
}
