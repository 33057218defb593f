package io.tandem.fetch;

import io.tandem.chunk.Effect;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.NumberSet;
import io.tandem.record.SyncRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records of which the save of their pair has shown that a look at them would change nothing: echoes (rule 8) of creates, and
 * partners that were just matched, where both records are as the baseline says. The way back passes them by. A first sync
 * would else look at each pair twice.
 *
 * <p>By their sequence numbers, in memory only: whatever changes a record gives it another number, and after a start each
 * record is looked at. Cost: a bit for each, two for those that were matched. Thread-safe.
 */
public final class QuietRecords {

    /** By whose number a record is known. @param echo whether all that is new of it is our own writing */
    public record Quiet(long number, boolean echo) {}

    /**
     * Those on one side of a flow.
     *
     * @param offset up to where the way was looked at when they were found
     * @param numbers of all
     * @param matched of those that are no echoes: a report counts them as seen
     */
    record Known(long offset, NumberSet numbers, NumberSet matched) {
        Known(long offset) {
            this(offset, new NumberSet(), new NumberSet());
        }

        private void add(Quiet one) {
            numbers.add(one.number());
            if (!one.echo()) {
                matched.add(one.number());
            }
        }
    }

    /** By the route that would look at them. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** What the flow finds quiet from now on is on this side, which it has looked at up to {@code offset}. */
    void begin(Flow flow, Side side, long offset) {
        known.put(flow.routeId(side), new Known(offset));
    }

    /** @param found in snapshots that are stored for good */
    public void add(Flow flow, Side side, Collection<Quiet> found) {
        Known all = known.get(flow.routeId(side));
        if (all != null) {
            synchronized (all) {
                found.forEach(all::add);
            }
        }
    }

    /** Those that a pass from this offset on may leave out; none if it was moved since: then all are to be looked at. */
    Known take(Flow flow, Side side, long offset) {
        Known all = known.remove(flow.routeId(side));
        return all != null && all.offset() == offset ? all : new Known(offset);
    }

    /**
     * The partner of a record whose pair was just made, if a look at it would change nothing.
     *
     * @param link as it is stored now
     * @param stored the partner as this save has stored it; empty if it has not
     */
    public static Optional<Quiet> partner(Flow flow, Item item, Link link, Optional<Snapshot> stored) {
        boolean clean = !item.mustRunAgain() && item.troubles(flow).isEmpty();
        Optional<Snapshot> partner = item.created() ? stored.filter(made -> made.met() == 0) : justMatched(item);
        return partner.filter(one -> clean && isAgreed(flow, item, link, one))
                .map(one -> new Quiet(one.sequence(), item.created()));
    }

    /** As the merge saw it. After an edit since then it has another number. */
    private static Optional<Snapshot> justMatched(Item item) {
        boolean untouched = List.of(Side.values()).stream()
                .allMatch(side -> item.effects().orElseThrow().on(side) instanceof Effect.Unchanged);
        boolean matched =
                item.verdict().filter(Verdict.Matched.class::isInstance).isPresent();
        return matched && untouched ? item.counterpart() : Optional.empty();
    }

    private static boolean isAgreed(Flow flow, Item item, Link link, Snapshot partner) {
        boolean forward = item.side() == Side.SOURCE;
        SyncRecord source = (forward ? item.snapshot() : partner).record();
        SyncRecord target = (forward ? partner : item.snapshot()).record();
        return source.live()
                && target.live()
                && flow.rows().stream().allMatch(row -> isAgreed(row, link, source, target));
    }

    private static boolean isAgreed(Row row, Link link, SyncRecord source, SyncRecord target) {
        return link.baseline()
                .row(row.id())
                .filter(agreed -> row.source() == null
                        || agreed.source().equals(source.values().get(row.source())))
                .filter(agreed -> agreed.target().equals(target.values().get(row.target())))
                .isPresent();
    }
}
