package io.tandem.operator;

import io.tandem.chunk.LinkState;
import io.tandem.flow.Flow;
import io.tandem.store.Conflicts;
import io.tandem.store.Links;
import io.tandem.store.Park;
import io.tandem.store.Unresolved;
import org.jdbi.v3.core.Jdbi;

/**
 * How the store's records of a flow stand now: the counts that {@code sync --json} shows as state. The counts are taken one
 * after the other, so in a running round they may not fit together.
 *
 * @param linked pairs
 * @param waiting sources without a link, ambiguous ones aside (rule 2)
 * @param ambiguous sources for which several records match
 * @param unresolved references whose record has no partner yet
 * @param drift edits where the other side can't be written (rule 7)
 * @param conflicts open ones, which wait for a person
 * @param parked records and properties
 * @param creating creates that were started and not answered (rule 10)
 */
public record FlowTotals(
        long linked,
        long waiting,
        long ambiguous,
        long unresolved,
        long drift,
        long conflicts,
        long parked,
        long creating) {

    /** Cost: a count each; those of waiting and ambiguous ones walk over all of the flow's sources. */
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
