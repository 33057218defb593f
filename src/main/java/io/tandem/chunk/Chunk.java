package io.tandem.chunk;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.time.Instant;
import java.util.List;

/**
 * Up to 200 records of one flow and direction.
 *
 * @param from the side that the records come from
 * @param tick when the round began that this chunk belongs to
 * @param first the flow's offset before this chunk; the chunk is saved only if it still stands there
 * @param last the flow's offset after this chunk; equal to {@code first} for records that were woken
 * @param wakes ids of the wake-ups that this chunk answers
 * @param compared where both feeds stood when all unlinked records were compared, if this is the last chunk of them;
 *     else ""
 */
public record Chunk(
        Flow flow,
        Side from,
        Instant tick,
        long first,
        long last,
        List<Item> items,
        List<Long> wakes,
        String compared) {

    public static final int MOST = 200;

    public Chunk(Flow flow, Side from, Instant tick, long first, long last, List<Item> items, List<Long> wakes) {
        this(flow, from, tick, first, last, items, wakes, "");
    }

    /** Those that no step has skipped. */
    public List<Item> open() {
        return items.stream().filter(item -> item.skipped().isEmpty()).toList();
    }

    /** Those with a stored or new link, not skipped. */
    public List<Item> linked() {
        return open().stream().filter(item -> item.link().isPresent()).toList();
    }

    @Override
    public String toString() {
        return flow.routeId(from) + " " + first + ".." + last + " (" + items.size() + " records)";
    }
}
