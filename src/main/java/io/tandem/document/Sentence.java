package io.tandem.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of a section. Each is known by its fixed words around the names of the two entities. */
public enum Sentence {
    EVERY("Every {A} will be synchronized with a {B}."),
    BEFORE("Before any synchronization can take place, a link between a {A} and a {B} must be established."),
    CONNECTED("A new {B} will be created from a {A} if it is connected to a {?} that is synchronized into {?}."),
    COND("{?}, it  will be synchronized with a {B}."),
    IFMATCH("If a matching {B} already exists, the {A} will be merged with the existing one."),
    IFNO("If no matching {B} is found, a new {B} will be created."),
    MERGE("A {A} will merge with a {B} if one of the following property combinations match:"),
    ONCE(
            "Once a link between a {A} and a {B} is established, it will keep in sync between the two systems, regardless of"
                    + " where it is edited."),
    PROPS("The following properties are synchronized between a {A} and a {B}:");

    /** The orders in which sentences make a section. */
    private static final List<List<Sentence>> SHAPES = List.of(
            List.of(EVERY, ONCE, PROPS),
            List.of(BEFORE, MERGE, ONCE, PROPS),
            List.of(BEFORE, CONNECTED, ONCE, PROPS),
            List.of(BEFORE, CONNECTED, MERGE, ONCE, PROPS),
            List.of(EVERY, IFMATCH, IFNO, MERGE, ONCE, PROPS),
            List.of(COND, ONCE, PROPS),
            List.of(COND, IFMATCH, IFNO, MERGE, ONCE, PROPS));

    private static final String ANY = "{?}";

    private final String words;

    Sentence(String words) {
        this.words = words;
    }

    static boolean isShape(List<Sentence> sentences) {
        return SHAPES.contains(sentences);
    }

    static String shapes() {
        return String.join("; ", SHAPES.stream().map(Sentence::names).toList());
    }

    static String names(List<Sentence> sentences) {
        return String.join(",", sentences.stream().map(Enum::name).toList());
    }

    /** Whether a table follows. */
    boolean hasTable() {
        return this == MERGE || this == PROPS;
    }

    /** The sentence about these entities, with gaps where free text stands. */
    private String about(Entities entities) {
        return words.replace("{A}", entities.a()).replace("{B}", entities.b());
    }

    /** The sentence for people. */
    String shown(Entities entities) {
        return about(entities).replace(ANY, "..");
    }

    /** The sentence as a document has it; {@code texts} fill its gaps, in order. */
    public String written(Entities entities, List<String> texts) {
        String text = about(entities);
        for (String gap : texts) {
            int at = text.indexOf(ANY);
            text = text.substring(0, at) + gap + text.substring(at + ANY.length());
        }
        return text;
    }

    /** The texts in the gaps, if a line is this sentence about these entities. */
    Optional<List<String>> gaps(String line, Entities entities) {
        String text = about(entities);
        if (!text.contains(ANY)) {
            return text.equals(line) ? Optional.of(List.of()) : Optional.empty();
        }
        String pattern = String.join(
                "(.*)",
                Arrays.stream(text.split(Pattern.quote(ANY), -1))
                        .map(Pattern::quote)
                        .toList());
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> gaps = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            gaps.add(matcher.group(i));
        }
        return Optional.of(gaps);
    }

    /** How many characters of a line are as this sentence begins. */
    int likeness(String line, Entities entities) {
        String text = about(entities);
        int end = Math.min(text.length(), line.length());
        int i = 0;
        while (i < end && text.charAt(i) == line.charAt(i)) {
            i++;
        }
        return i;
    }
}
