package io.tandem.chunk;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.Count;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Some records of one flow and direction. Immutable: a step puts a new chunk in its place.
 *
 * @param from the side that the records come from
 * @param tick when the round began that this chunk belongs to
 * @param first the flow's offset before this chunk
 * @param last the flow's offset after this chunk, once those before it are saved; equal to {@code first} for records that were woken
 * @param wakes ids of the wake-ups that this chunk answers
 * @param passedBy records of its stretch of the feed that it leaves out although they count as seen: their pairs were
 *     found to be in step
 * @param place among those of its round that are under way
 */
public record Chunk(
        Flow flow,
        Side from,
        Instant tick,
        long first,
        long last,
        List<Item> items,
        List<Long> wakes,
        long passedBy,
        UnderWay.Place place) {

    public Chunk {
        items = List.copyOf(items);
        wakes = List.copyOf(wakes);
    }

    /** One with no other beside it. */
    public Chunk(Flow flow, Side from, Instant tick, long first, long last, List<Item> items, List<Long> wakes) {
        this(flow, from, tick, first, last, items, wakes, 0, UnderWay.alone(first, last));
    }

    /** The same, with its place among those under way. */
    public Chunk at(UnderWay.Place own) {
        return new Chunk(flow, from, tick, first, last, items, wakes, passedBy, own);
    }

    /** The same, which leaves out so many that count as seen. */
    public Chunk passingBy(long records) {
        return new Chunk(flow, from, tick, first, last, items, wakes, records, place);
    }

    /** Those that no step has skipped. */
    public List<Item> open() {
        return items.stream().filter(item -> item.skipped().isEmpty()).toList();
    }

    /** Those with a stored or new link, not skipped. */
    public List<Item> linked() {
        return open().stream().filter(item -> item.link().isPresent()).toList();
    }

    /** The same chunk with each item as a step leaves it. */
    public Chunk with(UnaryOperator<Item> step) {
        return new Chunk(flow, from, tick, first, last, items.stream().map(step).toList(), wakes, passedBy, place);
    }

    @Override
    public String toString() {
        return flow.routeId(from) + " " + first + ".." + last + " (" + Count.of(items.size(), "record") + ")";
    }
}
