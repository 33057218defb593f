package io.tandem.proof;

import java.util.List;
import java.util.Locale;

/**
 * What came of doing what a line says.
 *
 * @param evidence records, times, before and after; or why nothing could be done
 */
record TrialResult(State state, String evidence) {

    /** From the weakest to the strongest: of several the strongest counts. */
    enum State {
        /** A fact beside: it proves nothing and leaves nothing open. */
        NOTED,
        /** Nothing could be done, e.g. because records can't be made there. */
        NOT_PROVEN,
        PROVEN,
        FAILED
    }

    static TrialResult proven(String evidence) {
        return new TrialResult(State.PROVEN, evidence);
    }

    static TrialResult failed(String evidence) {
        return new TrialResult(State.FAILED, evidence);
    }

    static TrialResult not(String why) {
        return new TrialResult(State.NOT_PROVEN, why);
    }

    static TrialResult noted(String fact) {
        return new TrialResult(State.NOTED, fact);
    }

    static TrialResult that(boolean holds, String evidence, String otherwise) {
        return holds ? proven(evidence) : failed(otherwise);
    }

    static TrialResult all(List<TrialResult> several) {
        return several.stream().reduce(TrialResult::and).orElseGet(() -> not("there was nothing to do"));
    }

    /** Both together: one failure is enough, and what is proven counts more than what could not be done. */
    TrialResult and(TrialResult other) {
        State both = state.compareTo(other.state) >= 0 ? state : other.state;
        return new TrialResult(both, evidence + "; " + other.evidence);
    }

    /** For the report. */
    String inWords() {
        State said = state == State.NOTED ? State.NOT_PROVEN : state;
        return said.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + evidence;
    }
}
