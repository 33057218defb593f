package io.tandem.document;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A document's file name, cut into the names of its two systems. A part without a letter and a digit, as in
 * {@code teapot-.rst}, says nothing: that system is called as in the title.
 *
 * @param source and {@code target}: lower case, each run of other characters one {@code -}; "" if nothing is left
 * @param whole whether the file name says all that the title says
 * @param agreement how much of the title the file name has; only good to compare
 */
record NameCut(String source, String target, boolean whole, int agreement) {

    private static final int SAME = 1_000;

    /** The cut that agrees with the title best; of equal ones the first. */
    static NameCut of(String name, String source, String target) {
        String stem = name.replaceFirst("\\.[^.]*$", "");
        List<NameCut> cuts = Stream.of(stem, FlowIds.slug(stem))
                .flatMap(text -> IntStream.range(0, text.length())
                        .filter(at -> text.charAt(at) == '-')
                        .mapToObj(at -> of(text.substring(0, at), text.substring(at + 1), source, target)))
                .toList();
        return cuts.stream()
                .max(Comparator.comparingInt((NameCut cut) -> cut.agreement())
                        .thenComparing(cuts::indexOf, Comparator.reverseOrder()))
                .orElseGet(() -> new NameCut(FlowIds.slug(source), FlowIds.slug(target), false, 0));
    }

    private static NameCut of(String first, String second, String source, String target) {
        return new NameCut(
                FlowIds.slug(says(first) ? first : source),
                FlowIds.slug(says(second) ? second : target),
                (says(first) || source.isBlank()) && (says(second) || target.isBlank()),
                agreement(first, source) + agreement(second, target));
    }

    private static boolean says(String part) {
        return part.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static int agreement(String part, String name) {
        String a = FlowIds.squashed(part);
        String b = FlowIds.squashed(name);
        if (a.equals(b)) {
            return SAME;
        }
        int i = 0;
        while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
