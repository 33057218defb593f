package io.tandem.operator;

import io.tandem.flow.Side;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sources of a flow that several records match, or whose match other sources share; so none was chosen (rule 2).
 *
 * <p>Shape: the holders of each key once, not the candidates of each source: thousands may share a key, and each of them
 * has thousands of candidates. Cost: memory for each holder of such a key.
 */
public final class Ambiguities {

    private record Holders(List<String> sources, List<String> targets) {}

    private final Map<String, List<Holders>> bySource = new LinkedHashMap<>();
    private final Set<Links.Pair> unlinkedPairs;

    /**
     * @param candidates unlinked records of both sides, each of which shares a key with one of the other
     * @param unlinkedPairs pairs that an operator unlinked
     */
    Ambiguities(Collection<MatchKeys.Candidate> candidates, Set<Links.Pair> unlinkedPairs) {
        this.unlinkedPairs = unlinkedPairs;
        Map<List<Object>, Holders> byKey = new LinkedHashMap<>();
        for (MatchKeys.Candidate one : candidates) {
            Holders holders = byKey.computeIfAbsent(
                    List.of(one.alternative(), one.key()), key -> new Holders(new ArrayList<>(), new ArrayList<>()));
            (one.side() == Side.SOURCE ? holders.sources() : holders.targets()).add(one.recordId());
        }
        byKey.values().forEach(holders -> holders.sources()
                .forEach(source -> bySource.computeIfAbsent(source, s -> new ArrayList<>(1))
                        .add(holders)));
        bySource.keySet().removeIf(source -> candidates(source, 1).isEmpty());
    }

    /** Those that are left without the pairs that an operator unlinked. */
    public Set<String> sources() {
        return bySource.keySet();
    }

    /** Targets that match a source. @param most so many of them */
    public Set<String> candidates(String source, int most) {
        return first(all(source).flatMap(holders -> targets(source, holders)), most);
    }

    /** Other sources that match the same targets. @param most so many of them */
    public Set<String> rivals(String source, int most) {
        return first(
                all(source).flatMap(holders -> holders.sources().stream()
                        .filter(other -> !other.equals(source) && shareTarget(source, other, holders))),
                most);
    }

    private Stream<Holders> all(String source) {
        return bySource.getOrDefault(source, List.of()).stream();
    }

    private boolean shareTarget(String source, String other, Holders holders) {
        return targets(source, holders).anyMatch(target -> !unlinkedPairs.contains(new Links.Pair(other, target)));
    }

    private Stream<String> targets(String source, Holders holders) {
        return holders.targets().stream().filter(target -> !unlinkedPairs.contains(new Links.Pair(source, target)));
    }

    private static Set<String> first(Stream<String> ids, int most) {
        Set<String> first = new LinkedHashSet<>();
        ids.distinct().limit(most).forEach(first::add);
        return first;
    }
}
