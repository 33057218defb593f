package io.tandem.operator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.RecordKey;
import io.tandem.store.Conflicts;
import io.tandem.store.Links;
import io.tandem.store.ListedConflicts;
import io.tandem.store.ListedLinks;
import io.tandem.store.ListedParked;
import io.tandem.store.Park;
import io.tandem.store.Parked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What the store has of flows, as lists of keys; never values. The commands and the MBeans show the same rows. */
public final class Lists {

    /** Thousands may share a key: to list all of them for each of them would be millions. */
    public static final int MOST_CANDIDATES = 100;

    /** One pair; {@code state} as in the glossary, {@code since} in ISO 8601; {@code target} is "" while it is being created. */
    public record LinkRow(String flow, String source, String target, String state, String since) {}

    /** One source record without a link; candidates if several match, at most {@link #MOST_CANDIDATES}. */
    public record WaitingRow(String flow, String record, String reason, List<String> candidates) {}

    /** One parked record; next_try is null if it waits for a person or a change. */
    public record ParkedRow(long id, String flow, String record, String reason, int attempts, String next_try) {}

    /** One conflict or drift. */
    public record ConflictRow(
            long id,
            String flow,
            String source,
            String target,
            String property,
            String since,
            String state,
            @JsonIgnore Optional<Side> decided) {

        /** What an operator does about it, in words; empty unless it is open. */
        public Optional<String> advice() {
            return state.equals("open")
                    ? Optional.of(
                            decided.map(side -> "decided: the " + side.lower() + " wins, as soon as it can be written")
                                    .orElse("decide: tandem resolve " + id + " source|target"))
                    : Optional.empty();
        }
    }

    private final Jdbi jdbi;
    private final Waiting waiting;

    public Lists(Jdbi jdbi, Waiting waiting) {
        this.jdbi = jdbi;
        this.waiting = waiting;
    }

    /**
     * Streams all pairs, unlinked ones included, in order of flow and age. They are read bit by bit: a pair that is stored
     * after the first is read may be missing.
     */
    public void eachLink(Collection<Flow> flows, Consumer<LinkRow> consumer) {
        flows.stream().sorted(Comparator.comparing(Flow::id)).forEach(flow -> jdbi.withHandle(
                        h -> ListedLinks.stretches(h, flow.id()))
                .forEach(stretch -> jdbi.withHandle(h -> ListedLinks.in(h, flow.id(), stretch))
                        .forEach(link -> consumer.accept(row(flow, link)))));
    }

    static LinkRow row(Flow flow, Link link) {
        return row(
                flow, new ListedLinks.OfFlow(flow.id(), link.sourceId(), link.targetId(), link.state(), link.since()));
    }

    private static LinkRow row(Flow flow, ListedLinks.OfFlow link) {
        return new LinkRow(
                flow.id(),
                key(flow, Side.SOURCE, link.sourceId()),
                key(flow, Side.TARGET, link.targetId()),
                link.state().word(),
                link.since().toString());
    }

    /** "" while it is being created. */
    private static String key(Flow flow, Side side, String id) {
        return id == null ? "" : flow.entity(side).record(id).toString();
    }

    /** Streams the sources of a flow that wait for a match, in order of their last change. */
    public void eachWaiting(Flow flow, BiConsumer<Waiting.Unlinked, WaitingRow> consumer) {
        each(flow, waiting.ambiguous(flow), id -> true, consumer);
    }

    /** Those of them that several records match, for whom others are not read. @param ambiguous as they stand in the flow */
    public void eachAmbiguous(Flow flow, Ambiguities ambiguous, BiConsumer<Waiting.Unlinked, WaitingRow> consumer) {
        if (!ambiguous.sources().isEmpty()) {
            each(flow, ambiguous, ambiguous.sources()::contains, consumer);
        }
    }

    /** The others of them. @param ambiguous as they stand in the flow */
    public void eachUnmatched(Flow flow, Ambiguities ambiguous, BiConsumer<Waiting.Unlinked, WaitingRow> consumer) {
        each(flow, ambiguous, id -> !ambiguous.sources().contains(id), consumer);
    }

    private void each(
            Flow flow,
            Ambiguities ambiguous,
            Predicate<String> wanted,
            BiConsumer<Waiting.Unlinked, WaitingRow> consumer) {
        if (!flow.matches()) {
            return;
        }
        waiting.eachUnlinked(
                flow,
                wanted,
                one -> consumer.accept(one, row(flow, one.id(), ambiguous.candidates(one.id(), MOST_CANDIDATES))));
    }

    /** Which sources several records match. Cost: a walk over the flow's keys, and memory for each holder of such a key. */
    public Ambiguities ambiguous(Flow flow) {
        return waiting.ambiguous(flow);
    }

    /** A source that waits for a match; empty if it doesn't. Cost: its snapshot, its link, and who shares its keys. */
    public Optional<WaitingRow> waiting(Flow flow, RecordKey source) {
        return waiting.unlinked(flow, source.id())
                .map(seen -> row(flow, seen.id(), waiting.candidates(flow, source.id(), MOST_CANDIDATES)));
    }

    private static WaitingRow row(Flow flow, String sourceId, Set<String> candidates) {
        return new WaitingRow(
                flow.id(),
                flow.source().record(sourceId).toString(),
                candidates.isEmpty() ? "unmatched" : "ambiguous",
                candidates.stream()
                        .map(id -> flow.target().record(id).toString())
                        .toList());
    }

    /** Streams what is parked, in order. */
    public void eachParked(Collection<Flow> flows, Consumer<ParkedRow> consumer) {
        Map<String, Flow> byId = byId(flows);
        jdbi.useTransaction(h ->
                ListedParked.each(h, byId.keySet(), parked -> consumer.accept(row(byId.get(parked.flow()), parked))));
    }

    /** Some of a flow's, in order. @param offset how many to leave out @param most so many of them */
    public List<ParkedRow> parked(Flow flow, int offset, int most) {
        return jdbi.withHandle(h -> ListedParked.page(h, flow.id(), offset, most)).stream()
                .map(parked -> row(flow, parked))
                .toList();
    }

    /** What of a record is parked, in all of these flows. Cost: a look-up for each side of a flow that it takes part in. */
    public List<ParkedRow> parked(Collection<Flow> flows, RecordKey record) {
        List<ParkedRow> rows = new ArrayList<>();
        jdbi.useHandle(h -> eachSide(flows, record, (flow, side) -> Park.of(h, flow.id(), side, record.id())
                .forEach(parked -> rows.add(row(flow, parked)))));
        return rows;
    }

    public boolean isParked(Flow flow, long id) {
        return jdbi.withHandle(h -> Park.byId(h, List.of(id))).stream()
                .anyMatch(parked -> parked.flow().equals(flow.id()));
    }

    private static void eachSide(Collection<Flow> flows, RecordKey record, BiConsumer<Flow, Side> consumer) {
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                if (flow.entity(side).equals(record.entity())) {
                    consumer.accept(flow, side);
                }
            }
        }
    }

    private static ParkedRow row(Flow flow, Parked parked) {
        return new ParkedRow(
                parked.id(),
                parked.flow(),
                flow.entity(parked.side()).record(parked.recordId()).toString(),
                parked.reason(),
                parked.attempts(),
                parked.nextTry() == null ? null : parked.nextTry().toString());
    }

    /** Streams conflicts and drift, each with its pair, in order. */
    public void eachConflict(Collection<Flow> flows, Consumer<ConflictRow> consumer) {
        Map<String, Flow> byId = byId(flows);
        jdbi.useTransaction(h -> ListedConflicts.each(
                h,
                byId.keySet(),
                found -> consumer.accept(row(byId.get(found.conflict().flow()), found))));
    }

    /** Some of a flow's, those first that wait for a person. @param offset how many to leave out @param most so many of them */
    public List<ConflictRow> conflicts(Flow flow, int offset, int most) {
        return jdbi.withHandle(h -> ListedConflicts.page(h, flow.id(), offset, most)).stream()
                .map(found -> row(flow, found))
                .toList();
    }

    /** The conflicts of a record's pairs. Cost: two look-ups for each side of a flow that it takes part in. */
    public List<ConflictRow> conflicts(Collection<Flow> flows, RecordKey record) {
        List<ConflictRow> rows = new ArrayList<>();
        jdbi.useHandle(h -> eachSide(flows, record, (flow, side) -> Links.holding(
                        h, flow.id(), side, List.of(record.id()))
                .values()
                .forEach(link -> ListedConflicts.of(h, link.id()).forEach(found -> rows.add(row(flow, found))))));
        return rows;
    }

    public boolean isConflict(Flow flow, long id) {
        return jdbi.withHandle(h -> ListedConflicts.exists(h, flow.id(), id));
    }

    private static ConflictRow row(Flow flow, ListedConflicts.OfPair found) {
        Conflicts.Conflict conflict = found.conflict();
        return new ConflictRow(
                conflict.id(),
                conflict.flow(),
                key(flow, Side.SOURCE, found.sourceId()),
                key(flow, Side.TARGET, found.targetId()),
                conflict.property(),
                conflict.since().toString(),
                conflict.state(),
                conflict.decided());
    }

    private static Map<String, Flow> byId(Collection<Flow> flows) {
        return flows.stream().collect(Collectors.toMap(Flow::id, Function.identity()));
    }
}
