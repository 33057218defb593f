package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Snapshot;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * How one direction of a flow makes chunks in a round.
 *
 * @param tick of the round
 * @param lookedAt the flow's offset when the round began
 * @param doubted whether many of the flow's records failed in a row: then they come in no order
 */
record Way(Flow flow, Side from, Instant tick, long lookedAt, boolean doubted, Tuning tuning) {

    /** Changed records, which move the offset from {@code first} to {@code last}. */
    Chunk changed(Collection<Snapshot> seen, long first, long last) {
        return new Chunk(flow, from, tick, first, last, items(seen, true), List.of());
    }

    /** Records that did not change. @param wakes the ids of the wake-ups that the chunk answers */
    Chunk unchanged(Collection<Snapshot> seen, List<Long> wakes) {
        return new Chunk(flow, from, tick, 0, 0, items(seen, false), wakes);
    }

    private List<Item> items(Collection<Snapshot> seen, boolean changed) {
        return seen.stream()
                .map(one -> new Item(from, one, changed, one.isEchoTo(lookedAt)))
                .toList();
    }
}
