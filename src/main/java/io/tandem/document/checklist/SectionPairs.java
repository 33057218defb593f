package io.tandem.document.checklist;

import io.tandem.document.FlowIds;
import io.tandem.document.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the sections that two documents have in common. Headings can repeat and move: sections that say the same are
 * paired first, then those about the same entities, in their order.
 */
final class SectionPairs {

    private final List<Section> first;
    private final Map<Integer, Integer> partners = new HashMap<>();
    private final Set<Integer> left = new TreeSet<>();
    private final List<Section> second;

    private SectionPairs(List<Section> first, List<Section> second) {
        this.first = first;
        this.second = second;
        for (int i = 0; i < second.size(); i++) {
            left.add(i);
        }
    }

    static SectionPairs of(List<Section> first, List<Section> second) {
        SectionPairs pairs = new SectionPairs(first, second);
        pairs.pairBy(SectionPairs::content);
        pairs.pairBy(section -> List.of(
                FlowIds.slug(section.entities().a()),
                FlowIds.slug(section.entities().b())));
        return pairs;
    }

    /** The index of a section's partner, or -1. */
    int partner(int section) {
        return partners.getOrDefault(section, -1);
    }

    /** Sections of the second document without a partner. */
    List<Integer> left() {
        return List.copyOf(left);
    }

    private static Object content(Section section) {
        return List.of(
                section.entities(),
                section.sentences(),
                section.freeText(),
                cells(section.match()),
                cells(section.properties()));
    }

    static List<List<String>> cells(List<Section.Line> rows) {
        return rows.stream().map(Section.Line::cells).toList();
    }

    private void pairBy(Function<Section, Object> measure) {
        Map<Object, Deque<Integer>> free = new HashMap<>();
        for (int i : new ArrayList<>(left)) {
            free.computeIfAbsent(measure.apply(second.get(i)), key -> new ArrayDeque<>())
                    .add(i);
        }
        for (int i = 0; i < first.size(); i++) {
            Deque<Integer> found = partners.containsKey(i) ? null : free.get(measure.apply(first.get(i)));
            if (found != null && !found.isEmpty()) {
                partners.put(i, found.peek());
                left.remove(found.poll());
            }
        }
    }
}
