package io.tandem.match;

import io.tandem.flow.Side;
import io.tandem.store.Links.Pair;
import io.tandem.store.MatchKeys.Candidate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the one partner of an unlinked record among the unlinked candidates of both sides (rule 2). Pure.
 *
 * <p>Alternatives are tried in order, and the first with any candidate decides. Exactly one on each side is a match,
 * more are ambiguous. A record that an earlier alternative ties to another one is never reassigned.
 */
final class Matching {

    /** Who can be the partner of one record. */
    sealed interface Partner {
        record One(String id) implements Partner {}

        record None() implements Partner {}

        record Several() implements Partner {}
    }

    private record Holder(Side side, String recordId) {}

    private record Slot(int alternative, String key, Side side) {}

    private final Map<Holder, Map<Integer, String>> keys = new HashMap<>();
    private final Map<Slot, Set<String>> holders = new HashMap<>();
    private final Set<Pair> unlinkedPairs;
    private final int alternatives;

    /**
     * @param candidates every unlinked record that shares a key with a record that will be asked for
     * @param unlinkedPairs pairs that an operator unlinked
     */
    Matching(Collection<Candidate> candidates, Set<Pair> unlinkedPairs) {
        this.unlinkedPairs = unlinkedPairs;
        this.alternatives =
                candidates.stream().mapToInt(Candidate::alternative).max().orElse(-1) + 1;
        for (Candidate c : candidates) {
            keys.computeIfAbsent(new Holder(c.side(), c.recordId()), h -> new HashMap<>())
                    .put(c.alternative(), c.key());
            holders.computeIfAbsent(new Slot(c.alternative(), c.key(), c.side()), s -> new LinkedHashSet<>())
                    .add(c.recordId());
        }
    }

    Partner of(Side side, String recordId) {
        for (int alternative = 0; alternative < alternatives; alternative++) {
            List<String> partners = partners(side, recordId, alternative);
            if (partners.isEmpty()) {
                continue;
            }
            String partner = partners.get(0);
            boolean onlyOnes = partners.size() == 1
                    && partners(side.other(), partner, alternative).size() == 1
                    && !tiedEarlier(side.other(), partner, alternative);
            return onlyOnes ? new Partner.One(partner) : new Partner.Several();
        }
        return new Partner.None();
    }

    /** Takes a pair out of the running: it is linked now. */
    void linked(Side side, String recordId, String partnerId) {
        remove(side, recordId);
        remove(side.other(), partnerId);
    }

    private void remove(Side side, String recordId) {
        Map<Integer, String> held = keys.remove(new Holder(side, recordId));
        if (held != null) {
            held.forEach((alternative, key) ->
                    holders.get(new Slot(alternative, key, side)).remove(recordId));
        }
    }

    private boolean tiedEarlier(Side side, String recordId, int before) {
        for (int alternative = 0; alternative < before; alternative++) {
            if (!partners(side, recordId, alternative).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Two at most. Thousands may share a key, and only whether there is more than one counts. */
    private List<String> partners(Side side, String recordId, int alternative) {
        String key = keys.getOrDefault(new Holder(side, recordId), Map.of()).get(alternative);
        return key == null
                ? List.of()
                : holders.getOrDefault(new Slot(alternative, key, side.other()), Set.of()).stream()
                        .filter(partner -> !unlinkedPairs.contains(
                                side == Side.SOURCE ? new Pair(recordId, partner) : new Pair(partner, recordId)))
                        .limit(2)
                        .toList();
    }
}
