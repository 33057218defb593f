package io.tandem.match;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.store.FlowProgress;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import io.tandem.store.MatchKeys.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** The verdicts on the records of one chunk. Reads the store, and changes nothing. */
final class Verdicts {

    private final Handle handle;
    private final Chunk chunk;
    private final Flow flow;
    private final BiFunction<Flow, Side, KeyRule> rules;
    private final Instant now;
    private final Map<Item, Verdict> verdicts = new HashMap<>();
    private Boolean createsHeld;

    private Verdicts(Handle handle, Chunk chunk, BiFunction<Flow, Side, KeyRule> rules, Instant now) {
        this.rules = rules;
        this.handle = handle;
        this.chunk = chunk;
        this.flow = chunk.flow();
        this.now = now;
    }

    static Chunk of(Handle handle, Chunk chunk, BiFunction<Flow, Side, KeyRule> rules, Instant now) {
        Verdicts verdicts = new Verdicts(handle, chunk, rules, now);
        verdicts.find();
        return chunk.with(item -> verdicts.verdicts.containsKey(item) ? item.with(verdicts.verdicts.get(item)) : item);
    }

    private void find() {
        Map<String, Link> links = Links.holding(handle, flow.id(), chunk.from(), ids(chunk.open()));
        List<Item> alone = new ArrayList<>();
        for (Item item : chunk.open()) {
            Link stored = links.get(item.snapshot().id());
            if (stored != null) {
                verdicts.put(item, new Verdict.Linked(stored));
            } else {
                alone.add(item);
            }
        }
        if (flow.matches() && !alone.isEmpty()) {
            List<Candidate> candidates = candidates(alone);
            Set<Links.Pair> unlinked = unlinked(candidates);
            Matching matching = new Matching(candidates, unlinked);
            Unanswered creates = new Unanswered(handle, flow.id(), this::rule, candidates, unlinked);
            alone.forEach(item -> verdicts.put(item, matched(item, matching, creates)));
        } else {
            alone.forEach(item -> verdicts.put(item, alone(item, "has no link")));
        }
    }

    /** With several alternatives, another one may tie a partner to other records: those count too. */
    private List<Candidate> candidates(List<Item> alone) {
        List<SyncRecord> records =
                alone.stream().map(item -> item.snapshot().record()).toList();
        Set<Candidate> found = new LinkedHashSet<>(MatchKeys.aroundRead(handle, rule(chunk.from()), records));
        if (flow.match().size() > 1) {
            for (Side side : Side.values()) {
                found.addAll(MatchKeys.around(handle, rule(side), ids(found, side)));
            }
        }
        return List.copyOf(found);
    }

    private KeyRule rule(Side side) {
        return rules.apply(flow, side);
    }

    private Set<Links.Pair> unlinked(List<Candidate> candidates) {
        return Links.unlinked(handle, flow.id(), ids(candidates, Side.SOURCE));
    }

    private Verdict matched(Item item, Matching matching, Unanswered creates) {
        String id = item.snapshot().id();
        Matching.Partner partner = matching.of(chunk.from(), id);
        if (partner instanceof Matching.Partner.One one) {
            Link pair = newLink(id, one.id());
            if (creates.mayHaveMade(pair)) {
                return new Verdict.Waiting("a create whose answer isn't known may have made the one that matches");
            }
            matching.linked(chunk.from(), id, one.id());
            return new Verdict.Matched(pair);
        }
        return partner instanceof Matching.Partner.Several ? new Verdict.Ambiguous() : alone(item, "no record matches");
    }

    private Link newLink(String id, String partnerId) {
        boolean forward = chunk.from() == Side.SOURCE;
        return Link.matched(flow.id(), forward ? id : partnerId, forward ? partnerId : id, now);
    }

    private Verdict alone(Item item, String because) {
        boolean live = item.snapshot().record().live();
        boolean takesPart =
                flow.takesPart(chunk.from(), item.snapshot().record().values());
        if (!takesPart) {
            return new Verdict.Skipped(
                    "the flow's \"" + (chunk.from() == Side.SOURCE ? "where" : "target_where") + "\" leaves it out");
        }
        if (live && flow.creates(chunk.from())) {
            return areCreatesHeld()
                    ? new Verdict.Waiting("nothing is created while imported links name records that were never seen")
                    : new Verdict.Create();
        }
        return live && flow.matches() ? new Verdict.Waiting(because) : new Verdict.Skipped(because);
    }

    private boolean areCreatesHeld() {
        if (createsHeld == null) {
            createsHeld = FlowProgress.areCreatesHeld(handle, flow.id());
        }
        return createsHeld;
    }

    private static Collection<String> ids(List<Item> items) {
        return items.stream().map(item -> item.snapshot().id()).toList();
    }

    private static List<String> ids(Collection<Candidate> candidates, Side side) {
        return candidates.stream()
                .filter(candidate -> candidate.side() == side)
                .map(Candidate::recordId)
                .distinct()
                .toList();
    }
}
