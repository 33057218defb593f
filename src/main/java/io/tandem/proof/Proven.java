package io.tandem.proof;

import java.util.List;
import java.util.Locale;

/**
 * What came of doing what a line says.
 *
 * @param evidence records, times, before and after; or why nothing could be done
 */
record Proven(State state, String evidence) {

    /** From the weakest to the strongest: of several the strongest counts. */
    enum State {
        /** A fact beside: it proves nothing and leaves nothing open. */
        NOTED,
        /** Nothing could be done, e.g. because records can't be made there. */
        NOT_PROVEN,
        PROVEN,
        FAILED
    }

    static Proven proven(String evidence) {
        return new Proven(State.PROVEN, evidence);
    }

    static Proven failed(String evidence) {
        return new Proven(State.FAILED, evidence);
    }

    static Proven not(String why) {
        return new Proven(State.NOT_PROVEN, why);
    }

    static Proven noted(String fact) {
        return new Proven(State.NOTED, fact);
    }

    static Proven that(boolean holds, String evidence, String otherwise) {
        return holds ? proven(evidence) : failed(otherwise);
    }

    static Proven all(List<Proven> several) {
        return several.stream().reduce(Proven::and).orElseGet(() -> not("there was nothing to do"));
    }

    /** Both together: one failure is enough, and what is proven counts more than what could not be done. */
    Proven and(Proven other) {
        State both = state.compareTo(other.state) >= 0 ? state : other.state;
        return new Proven(both, evidence + "; " + other.evidence);
    }

    /** For the report. */
    String inWords() {
        State said = state == State.NOTED ? State.NOT_PROVEN : state;
        return said.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + evidence;
    }
}
