package io.tandem.document.checklist;

import io.tandem.document.Sentence;
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
     * @param imported empty if the flow comes from no document
     * @param back whether the section speaks of the way from target to source
     */
    static List<Sentence> of(Flow flow, List<Sentence> imported, boolean back) {
        boolean kept = !imported.isEmpty() && (flow.link() == LinkPolicy.OFF || holds(flow, imported, back));
        return kept ? imported : actual(flow, back);
    }

    private static boolean holds(Flow flow, List<Sentence> imported, boolean back) {
        return imported.contains(Sentence.COND) == conditional(flow, back)
                && first(imported) == first(actual(flow, back))
                && imported.contains(Sentence.IFNO) == actual(flow, back).contains(Sentence.IFNO)
                && imported.contains(Sentence.CONNECTED) == actual(flow, back).contains(Sentence.CONNECTED)
                && (imported.contains(Sentence.MERGE) || alternatives(flow) == 0);
    }

    private static Sentence first(List<Sentence> sentences) {
        return sentences.get(0);
    }

    private static int alternatives(Flow flow) {
        return flow.documented().matches().size();
    }

    private static List<Sentence> actual(Flow flow, boolean back) {
        List<Sentence> sentences = new ArrayList<>();
        boolean creates = flow.creates(side(back));
        boolean merges = flow.link() == LinkPolicy.MATCHED || flow.matches() || alternatives(flow) > 0;
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
