package io.tandem.document.imports;

import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out which drafts of two imports, and which file of the site, are the same flow. A section can have moved, so its
 * number says nothing; entities do, and where several flows have the same ones, what they say.
 */
final class Naming {

    private final Map<String, Flow> byId = new HashMap<>();
    private final ByEntityPair<Flow> site = new ByEntityPair<>();

    /** @param site the flows that the site has files of, as far as they can be read */
    Naming(List<Flow> site) {
        site.forEach(flow -> {
            this.site.add(flow.source(), flow.target(), flow);
            byId.put(flow.id(), flow);
        });
    }

    /** The drafts of the last import by the ids of the files that they were written to. */
    Map<String, FlowDraft> before(List<FlowDraft> drafts) {
        Map<String, FlowDraft> named = new LinkedHashMap<>();
        for (FlowDraft draft : drafts) {
            Set<String> sections =
                    draft.said().sections().stream().map(Documented.Section::id).collect(Collectors.toSet());
            String id = site.of(draft.source(), draft.target()).stream()
                    .filter(flow -> flow.documented().sections().stream().anyMatch(s -> sections.contains(s.id())))
                    .map(Flow::id)
                    .filter(found -> !named.containsKey(found))
                    .findFirst()
                    .orElse(draft.id());
            String own = free(id, named.keySet());
            named.put(own, turnedLikeItsFile(draft.called(own)));
        }
        return named;
    }

    /** The drafts of this import by the ids of the files that they are to be written to. */
    Map<String, FlowDraft> now(List<FlowDraft> drafts, Map<String, FlowDraft> before) {
        Map<FlowDraft, String> ids = new IdentityHashMap<>();
        Set<String> taken = new HashSet<>();
        record Likeness(FlowDraft draft, String id, long like) {}
        List<Likeness> likenesses = new ArrayList<>();
        ByEntityPair<FlowDraft> old = new ByEntityPair<>();
        before.values().forEach(draft -> old.add(draft.source(), draft.target(), draft));
        drafts.forEach(draft -> old.of(draft.source(), draft.target()).stream()
                .filter(one -> one.source().equals(draft.source()) || canTurn(draft))
                .forEach(one -> likenesses.add(new Likeness(draft, one.id(), likeness(one, draft)))));
        likenesses.sort(Comparator.comparingLong(Likeness::like).reversed());
        for (Likeness one : likenesses) {
            if (!ids.containsKey(one.draft()) && taken.add(one.id())) {
                ids.put(one.draft(), one.id());
            }
        }
        Map<String, FlowDraft> named = new LinkedHashMap<>();
        for (FlowDraft draft : drafts) {
            String id = ids.containsKey(draft) ? ids.get(draft) : free(draft, taken, before);
            taken.add(id);
            named.put(id, turnedLikeItsFile(draft.called(id)));
        }
        return named;
    }

    /** A file that no import wrote, about the same entities, is the flow's; any other keeps its name. */
    private String free(FlowDraft draft, Set<String> taken, Map<String, FlowDraft> before) {
        String free = draft.id();
        for (int number = 2; taken.contains(free) || before.containsKey(free) || isOthers(free, draft); number++) {
            free = draft.id() + "-" + number;
        }
        return free;
    }

    private boolean isOthers(String id, FlowDraft draft) {
        Flow flow = byId.get(id);
        return flow != null && !site.of(draft.source(), draft.target()).contains(flow);
    }

    private static String free(String id, Set<String> taken) {
        String free = id;
        for (int number = 2; taken.contains(free); number++) {
            free = id + "-" + number;
        }
        return free;
    }

    private static long likeness(FlowDraft one, FlowDraft other) {
        boolean samePolicy = one.link() == other.link() && one.whyOff().equals(other.whyOff());
        return (samePolicy ? 1_000 : 0)
                + other.said().properties().stream()
                        .filter(property -> one.said().properties().stream()
                                .anyMatch(old ->
                                        old.row().id().equals(property.row().id())))
                        .count()
                + other.said().matches().stream()
                        .filter(match -> one.said().matches().stream()
                                .anyMatch(old -> old.pairs().equals(match.pairs())))
                        .count();
    }

    private FlowDraft turnedLikeItsFile(FlowDraft draft) {
        Flow file = byId.get(draft.id());
        return canTurn(draft) && file != null && file.source().equals(draft.target()) ? draft.turned() : draft;
    }

    /** Whether it is the same flow seen from either end: only one that creates on one side alone is not. */
    private static boolean canTurn(FlowDraft draft) {
        return draft.createBoth() || draft.link() == LinkPolicy.MATCHED || draft.link() == LinkPolicy.OFF;
    }
}
