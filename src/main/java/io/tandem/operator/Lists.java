package io.tandem.operator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.Conflicts;
import io.tandem.store.Links;
import io.tandem.store.Park;
import io.tandem.store.Parked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What the store has of flows, as lists of keys; never values. The commands and the MBeans show the same rows. */
public final class Lists {

    /** One pair. */
    public record LinkRow(String flow, String source, String target, String state, String since) {}

    /** One source record without a link; candidates if several match. */
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
                    ? Optional.of(decided.map(side -> "decided: the " + side.lower() + " wins, in the next round")
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

    /** Streams all pairs, those taken apart included, in order of flow and age. */
    public void eachLink(Collection<Flow> flows, Consumer<LinkRow> consumer) {
        Map<String, Flow> byId = byId(flows);
        jdbi.useTransaction(
                h -> Links.each(h, byId.keySet(), link -> consumer.accept(row(byId.get(link.flow()), link))));
    }

    static LinkRow row(Flow flow, Link link) {
        return new LinkRow(
                flow.id(),
                key(flow, link, Side.SOURCE),
                key(flow, link, Side.TARGET),
                link.state().word(),
                link.since().toString());
    }

    /** "" while it is being created. */
    private static String key(Flow flow, Link link, Side side) {
        return link.recordId(side) == null
                ? ""
                : flow.entity(side).record(link.recordId(side)).toString();
    }

    /** Streams the sources of a flow that wait for a match, with their snapshots, in order of their last change. */
    public void eachWaiting(Flow flow, BiConsumer<Snapshot, WaitingRow> consumer) {
        if (!flow.matches()) {
            return;
        }
        Map<String, Set<String>> ambiguous = waiting.ambiguous(flow);
        waiting.eachUnlinked(
                flow,
                (same, seen) -> consumer.accept(seen, row(flow, seen, ambiguous.getOrDefault(seen.id(), Set.of()))));
    }

    private static WaitingRow row(Flow flow, Snapshot seen, Set<String> candidates) {
        return new WaitingRow(
                flow.id(),
                seen.record().key().toString(),
                candidates.isEmpty() ? "unmatched" : "ambiguous",
                candidates.stream()
                        .map(id -> flow.target().record(id).toString())
                        .toList());
    }

    public List<ParkedRow> parked(Collection<Flow> flows) {
        Map<String, Flow> byId = byId(flows);
        return jdbi.withHandle(h -> Park.list(h, byId.keySet())).stream()
                .map(parked -> row(byId.get(parked.flow()), parked))
                .toList();
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

    public List<ConflictRow> conflicts(Collection<Flow> flows) {
        Map<String, Flow> byId = byId(flows);
        return jdbi.inTransaction(h -> {
            List<ConflictRow> rows = new ArrayList<>();
            Conflicts.list(h, byId.keySet()).forEach(conflict -> rows.add(row(h, byId.get(conflict.flow()), conflict)));
            return rows;
        });
    }

    private static ConflictRow row(Handle handle, Flow flow, Conflicts.Conflict conflict) {
        Optional<Link> link = Links.find(handle, conflict.linkId());
        return new ConflictRow(
                conflict.id(),
                conflict.flow(),
                link.map(l -> key(flow, l, Side.SOURCE)).orElse(""),
                link.map(l -> key(flow, l, Side.TARGET)).orElse(""),
                conflict.property(),
                conflict.since().toString(),
                conflict.state(),
                conflict.decided());
    }

    private static Map<String, Flow> byId(Collection<Flow> flows) {
        return flows.stream().collect(Collectors.toMap(Flow::id, Function.identity()));
    }
}
