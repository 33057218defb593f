package io.tandem.match;

import io.tandem.chunk.Link;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.store.CreatingLinks;
import io.tandem.store.Links;
import io.tandem.store.Links.Pair;
import io.tandem.store.MatchKeys.Candidate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Creates of a flow whose answers aren't known. What one of them made is the partner of another record, so it is matched
 * with none until that is known (rules 2 and 10).
 */
final class Unanswered {

    private final Map<Side, Map<KeyRule.Key, Set<String>>> waiting;
    private final Collection<Candidate> candidates;
    private final Set<Pair> unlinkedPairs;

    /**
     * @param candidates unlinked records with their keys, among them those of each pair that will be asked for
     * @param unlinkedPairs those that an operator unlinked, of the candidates: neither was made for the other
     */
    Unanswered(
            Handle handle,
            String flow,
            Function<Side, KeyRule> rules,
            Collection<Candidate> candidates,
            Set<Pair> unlinkedPairs) {
        this.waiting = CreatingLinks.byKey(handle, flow, rules);
        this.candidates = candidates;
        this.unlinkedPairs = new HashSet<>(unlinkedPairs);
        Set<String> sources = new HashSet<>();
        waiting.getOrDefault(Side.SOURCE, Map.of()).values().forEach(sources::addAll);
        this.unlinkedPairs.addAll(Links.unlinked(handle, flow, sources));
    }

    /** Whether one may have made a record of this new pair: the one for which it was sent has the same key. */
    boolean mayHaveMade(Link pair) {
        return waiting.entrySet().stream()
                .anyMatch(side -> mayHaveMade(
                        side.getKey(),
                        side.getValue(),
                        pair.recordId(side.getKey().other())));
    }

    private boolean mayHaveMade(Side of, Map<KeyRule.Key, Set<String>> byKey, String made) {
        return candidates.stream()
                .filter(one -> one.side() == of.other() && one.recordId().equals(made))
                .flatMap(one -> byKey.getOrDefault(one.asKey(), Set.of()).stream())
                .anyMatch(id -> !unlinkedPairs.contains(of == Side.SOURCE ? new Pair(id, made) : new Pair(made, id)));
    }
}
