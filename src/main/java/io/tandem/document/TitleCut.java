package io.tandem.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One way to read the names of two systems out of a title: a name can have " to " inside. */
record TitleCut(String source, String target) {

    private static final String TO = " to ";
    private static final TitleCut NONE = new TitleCut("", "");

    /** Every way to cut {@code {Source} to {Target}}. */
    static List<TitleCut> of(String names) {
        List<TitleCut> cuts = new ArrayList<>();
        for (int at = names.indexOf(TO); at >= 0; at = names.indexOf(TO, at + 1)) {
            cuts.add(new TitleCut(names.substring(0, at), names.substring(at + TO.length())));
        }
        return cuts;
    }

    /** The cut that agrees with the file's name best, then with the headings; of equal ones the first. */
    static TitleCut best(List<TitleCut> cuts, String name, List<Section> sections) {
        return cuts.stream()
                .max(Comparator.<TitleCut>comparingInt(
                                cut -> NameCut.of(name, cut.source, cut.target).agreement())
                        .thenComparingLong(cut -> cut.ledBy(sections))
                        .thenComparing(cuts::indexOf, Comparator.reverseOrder()))
                .orElse(NONE);
    }

    boolean names(String system) {
        return system.equals(source) || system.equals(target);
    }

    /** How many ends of sections begin with one of the two names. */
    private long ledBy(List<Section> sections) {
        return sections.stream()
                .map(Section::entities)
                .mapToInt(ends -> (leads(ends.a()) ? 1 : 0) + (leads(ends.b()) ? 1 : 0))
                .sum();
    }

    private boolean leads(String phrase) {
        return phrase.startsWith(source + " ") || phrase.startsWith(target + " ");
    }
}
