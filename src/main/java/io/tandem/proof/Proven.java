package io.tandem.proof;

/**
 * What came of doing what a line says.
 *
 * @param evidence records, times, before and after; or why nothing could be done
 */
record Proven(State state, String evidence) {

    enum State {
        PROVEN,
        FAILED,
        /** Nothing could be done, e.g. because records can't be made there. */
        NOT_PROVEN
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

    /** Both together: one failure is enough, and what is proven counts more than what could not be done. */
    Proven and(Proven other) {
        State both = state == State.FAILED || other.state == State.FAILED
                ? State.FAILED
                : state == State.PROVEN || other.state == State.PROVEN ? State.PROVEN : State.NOT_PROVEN;
        return new Proven(both, evidence + "; " + other.evidence);
    }

    /** For the report. */
    String inWords() {
        return state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": " + evidence;
    }
}
