package io.tandem.document.checklist;

import io.tandem.document.Sentence;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which sentences say what a flow does, in one of its directions. */
final class Shapes {

    private Shapes() {}

    /** The sentences' names as a flow file has them. Unknown names are left out: then the shape holds for no policy. */
    static List<Sentence> of(String names) {
        return Arrays.stream(names.split(","))
                .flatMap(name -> Arrays.stream(Sentence.values())
                        .filter(sentence -> sentence.name().equals(name)))
                .toList();
    }

    /**
     * The sentences of a section: those that were imported as long as the flow does what they say, else those that say what
     * it does.
     *
     * @param from its shape is "" if the flow comes from no document
     */
    static List<Sentence> of(Flow flow, Documented.Section from) {
        List<Sentence> imported = of(from.shape());
        boolean kept = !imported.isEmpty() && (flow.link() == LinkPolicy.OFF || holds(flow, from, imported));
        return kept ? imported : actual(flow, from.mirrored());
    }

    private static boolean holds(Flow flow, Documented.Section from, List<Sentence> imported) {
        boolean creates = flow.creates(side(from.mirrored()));
        boolean all = imported.contains(Sentence.EVERY) || imported.contains(Sentence.COND);
        if (imported.contains(Sentence.CONNECTED) || flow.connected()) {
            return imported.contains(Sentence.CONNECTED)
                    && flow.connected()
                    && (imported.contains(Sentence.MERGE) || matchesOnlyElsewhere(flow, from));
        }
        if (all != creates || all && imported.contains(Sentence.COND) != conditional(flow, from.mirrored())) {
            return false;
        }
        return imported.contains(Sentence.MERGE)
                ? flow.link() != LinkPolicy.EVERY
                : flow.link() == LinkPolicy.EVERY || matchesOnlyElsewhere(flow, from);
    }

    /** Whether all matches come from other sections of the flow: one of two mirrored ones can have none. */
    private static boolean matchesOnlyElsewhere(Flow flow, Documented.Section from) {
        return flow.documented().matches().stream()
                .allMatch(match -> !match.lines().isEmpty()
                        && match.lines().stream().noneMatch(line -> line.id().startsWith(from.id() + ".")));
    }

    private static List<Sentence> actual(Flow flow, boolean back) {
        List<Sentence> sentences = new ArrayList<>();
        boolean creates = flow.creates(side(back));
        boolean merges = flow.link() == LinkPolicy.MATCHED
                || flow.matches()
                || !flow.documented().matches().isEmpty();
        if (creates && !flow.connected()) {
            sentences.add(conditional(flow, back) ? Sentence.COND : Sentence.EVERY);
            if (merges) {
                sentences.addAll(List.of(Sentence.IFMATCH, Sentence.IFNO));
            }
        } else {
            sentences.add(Sentence.BEFORE);
            if (creates) {
                sentences.add(Sentence.CONNECTED);
            }
        }
        if (merges || !creates) {
            sentences.add(Sentence.MERGE);
        }
        sentences.addAll(List.of(Sentence.ONCE, Sentence.PROPS));
        return sentences;
    }

    /** Whether only some of the records take part that a section speaks of. */
    static boolean conditional(Flow flow, boolean back) {
        return !flow.conditions(side(back)).isEmpty();
    }

    /** Whose records a section begins with. */
    static Side side(boolean back) {
        return back ? Side.TARGET : Side.SOURCE;
    }
}
