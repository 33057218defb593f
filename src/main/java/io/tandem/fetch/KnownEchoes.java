package io.tandem.fetch;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.NumberSet;
import io.tandem.record.SyncRecord;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Echoes (rule 8) of creates, of which their save has shown that a look at them would change nothing: both records are as
 * the baseline says. The way back passes them by. A first sync would else look at each pair twice.
 *
 * <p>By their sequence numbers, in memory only: whatever changes a record gives it another number, and after a start each
 * echo is looked at. Cost: a bit for each. Thread-safe.
 */
public final class KnownEchoes {

    /** @param offset up to where the way was looked at when its echoes were made */
    private record Made(long offset, NumberSet numbers) {}

    /** By the route that would look at them. */
    private final Map<String, Made> known = new ConcurrentHashMap<>();

    /** What the flow creates from now on is an echo on this side, which it has looked at up to {@code offset}. */
    void begin(Flow flow, Side side, long offset) {
        known.put(flow.routeId(side), new Made(offset, new NumberSet()));
    }

    /** @param numbers of snapshots that are stored for good */
    public void add(Flow flow, Side side, Collection<Long> numbers) {
        Made made = known.get(flow.routeId(side));
        if (made != null) {
            synchronized (made) {
                numbers.forEach(made.numbers()::add);
            }
        }
    }

    /** Those that a pass from this offset on may leave out; none if it was moved since: then all are to be looked at. */
    NumberSet take(Flow flow, Side side, long offset) {
        Made made = known.remove(flow.routeId(side));
        return made != null && made.offset() == offset ? made.numbers() : new NumberSet();
    }

    /**
     * Whether a look at a record that was just created would change nothing.
     *
     * @param partner as it was created and is stored now
     */
    public static boolean isQuiet(Flow flow, Item item, Link link, Snapshot partner) {
        boolean first = partner.met() == 0;
        boolean clean = item.created()
                && !item.mustRunAgain()
                && item.troubles(flow).isEmpty()
                && item.snapshot().record().live()
                && partner.record().live();
        boolean forward = item.side() == Side.SOURCE;
        SyncRecord source = (forward ? item.snapshot() : partner).record();
        SyncRecord target = (forward ? partner : item.snapshot()).record();
        return first && clean && flow.rows().stream().allMatch(row -> isAgreed(row, link, source, target));
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
