package io.tandem.transform;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.WantedReference;
import io.tandem.config.Moments;
import io.tandem.feed.Feeds;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.link.Conflicts;
import io.tandem.link.DeleteGuard;
import io.tandem.link.Intents;
import io.tandem.link.References;
import io.tandem.link.Unseen;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.system.EntityFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;

/** Converts and merges each pair three ways with its baseline; says what a new target record is to hold. */
public final class TransformStep implements Processor {

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final References references;
    private final Function<EntityKey, EntityFacts> facts;
    private final Moments moments;
    private final Map<String, PairMerge> merges = new ConcurrentHashMap<>();

    public TransformStep(
            Jdbi jdbi, Feeds feeds, References references, Function<EntityKey, EntityFacts> facts, Clock clock) {
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.references = references;
        this.facts = facts;
        this.moments = new Moments(clock);
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        findCounterparts(chunk);
        chunk.linked().forEach(item -> settleState(chunk.flow(), item));
        askTheGuard(chunk);
        PairMerge merge = merges.computeIfAbsent(chunk.flow().id(), id -> merge(chunk.flow()));
        Map<Item, PairState> pairs = pairs(chunk);
        List<Item> creates = chunk.open().stream().filter(Item::toCreate).toList();
        Set<WantedReference> wanted = new HashSet<>();
        pairs.values().forEach(pair -> wanted.addAll(merge.wanted(pair)));
        creates.forEach(item -> {
            wanted.addAll(merge.wanted(chunk.from(), item.seen().record()));
            wanted.addAll(Connections.wanted(chunk.flow(), item.seen().record()));
        });
        ReferenceTable table = references.resolve(wanted);
        pairs.forEach((item, pair) -> item.outcomes(merge.merge(pair, table)));
        creates.stream()
                .filter(item -> !Connections.hold(chunk.flow(), item.seen().record(), table))
                .forEach(item -> item.skip(
                        "it refers to no linked record of " + chunk.flow().connectedTo()));
        creates.stream().filter(Item::toCreate).forEach(item -> {
            PairMerge.CreateValues values =
                    merge.create(chunk.from(), item.seen().record(), item.seen().changedAt(), table);
            item.createValues(values.values());
            item.outcomes(values.outcomes());
        });
    }

    private PairMerge merge(Flow flow) {
        return new PairMerge(flow, facts.apply(flow.source()), facts.apply(flow.target()));
    }

    private void findCounterparts(Chunk chunk) {
        Side other = chunk.from().other();
        List<String> ids = new ArrayList<>();
        chunk.linked()
                .forEach(item -> item.link().map(link -> link.recordId(other)).ifPresent(ids::add));
        Map<String, Snapshot> found = feeds.snapshots(chunk.flow().entity(other), ids);
        chunk.linked()
                .forEach(item ->
                        item.counterpart(found.get(item.link().orElseThrow().recordId(other))));
    }

    private void settleState(Flow flow, Item item) {
        Link link = item.link().orElseThrow();
        if (link.state() == LinkState.CREATING) {
            settleCreating(flow, item, link);
        } else if (item.counterpart().isEmpty()) {
            Side other = item.side().other();
            item.skip("its partner " + flow.entity(other).record(link.recordId(other)) + " was not seen yet");
            item.trouble(Unseen.trouble(flow, link, other));
        } else {
            settlePresence(flow, item, link);
        }
    }

    private void settlePresence(Flow flow, Item item, Link link) {
        Presence source = item.on(Side.SOURCE).record().presence();
        Presence target = item.on(Side.TARGET).record().presence();
        LinkState next = Lifecycle.next(link, source, target);
        Optional<Side> survivor = flow.deletes() == DeletePolicy.PROPAGATE
                ? Lifecycle.survivor(link, next, source, target)
                        .filter(side -> facts.apply(flow.entity(side)).canDelete())
                : Optional.empty();
        if (survivor.isPresent()) {
            item.toDelete(survivor.get(), next);
        } else if (next != link.state()) {
            item.link(link.withState(next));
        }
    }

    /**
     * Another flow's round may have found more deletes since the guard looked at the beginning of this one. Cost: none for a
     * chunk in which nothing was deleted.
     */
    private void askTheGuard(Chunk chunk) {
        if (chunk.linked().stream().anyMatch(TransformStep::isLost)) {
            jdbi.inTransaction(h -> DeleteGuard.holds(h, chunk.flow(), feeds)).ifPresent(why -> {
                throw new RoundStopped.GuardHolds(why);
            });
        }
    }

    private static boolean isLost(Item item) {
        LinkState next = item.link().orElseThrow().state();
        return item.toDelete().isPresent()
                || (item.linkChanged() && (next == LinkState.SOURCE_DELETED || next == LinkState.TARGET_DELETED));
    }

    /** What another process started and did not live to end may have been under way until this one started. */
    private void settleCreating(Flow flow, Item item, Link link) {
        Instant lastTried = moments.latest(link.attempted(), flow.id() + ": a create's last try");
        EntityFacts made = facts.apply(flow.entity(item.side().other()));
        if (moments.now().isBefore(lastTried.plus(made.lookupLag()))) {
            item.skip("its create was started and is looked up once it must be visible");
        } else {
            item.toCreate(true);
        }
    }

    private Map<Item, PairState> pairs(Chunk chunk) {
        List<Item> live = chunk.linked().stream().filter(TransformStep::merges).toList();
        List<Long> ids = chunk.linked().stream()
                .map(item -> item.link().orElseThrow().id())
                .toList();
        Map<Long, Map<String, Side>> decisions = jdbi.withHandle(h -> Conflicts.decisions(h, ids));
        Map<Long, List<Intent>> intents = jdbi.withHandle(h -> Intents.of(h, ids));
        Map<Item, PairState> pairs = new java.util.LinkedHashMap<>();
        live.forEach(item -> {
            long link = item.link().orElseThrow().id();
            PairState pair = pair(chunk.flow(), item, decisions.getOrDefault(link, Map.of()));
            pairs.put(item, withLostAnswers(chunk.flow(), item, pair, intents.getOrDefault(link, List.of())));
        });
        chunk.linked().stream().filter(item -> !merges(item)).forEach(item -> item.attempts()
                .found(List.of(), intents.getOrDefault(item.link().orElseThrow().id(), List.of())));
        return pairs;
    }

    /** Where nothing is merged any more, nobody will see what became of a write whose answer was lost. */
    private static boolean merges(Item item) {
        return item.link().orElseThrow().state() == LinkState.LINKED
                && item.toDelete().isEmpty();
    }

    private PairState withLostAnswers(Flow flow, Item item, PairState pair, List<Intent> pending) {
        if (pending.isEmpty()) {
            return pair;
        }
        LostAnswers.Found found = LostAnswers.find(flow, pair, believed(flow, pending), moments.now());
        item.attempts().add(pending);
        item.attempts().found(found.tookEffect(), found.inDoubt());
        item.baseline(found.baseline());
        return pair.withBaseline(found.baseline());
    }

    private List<Intent> believed(Flow flow, List<Intent> pending) {
        return pending.stream()
                .map(intent -> intent.at(moments.believed(intent.at(), flow.id() + ": a write without answer")))
                .toList();
    }

    /** Those that don't lie in the future; for any other property the record's own stamp counts. */
    private Map<String, Instant> believed(Snapshot seen) {
        Map<String, Instant> believed = new HashMap<>(seen.changedAt());
        believed.values().removeIf(at -> !moments.vouches(at, seen.record().key() + ": an edit"));
        return believed;
    }

    private PairState pair(Flow flow, Item item, Map<String, Side> decisions) {
        Map<Side, Map<String, Instant>> changedAt = new EnumMap<>(Side.class);
        Map<Side, String> locked = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            changedAt.put(side, believed(item.on(side)));
            facts.apply(flow.entity(side))
                    .locked(item.on(side).record())
                    .ifPresent(because -> locked.put(side, because));
        }
        return new PairState(
                item.on(Side.SOURCE).record(),
                item.on(Side.TARGET).record(),
                changedAt,
                item.link().orElseThrow().baseline(),
                decisions,
                locked);
    }
}
