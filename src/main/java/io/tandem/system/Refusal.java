package io.tandem.system;

/**
 * Why a system did not take a write, or a property of it.
 *
 * @param message in the words of the system's error code and ours, without values
 * @param existingId for DUPLICATE, where the answer names it: the record that exists; else null
 */
public record Refusal(Kind kind, String message, String existingId) {

    /** A direct read found no such record. */
    public static Refusal gone() {
        return new Refusal(Kind.GONE, "it is no longer there", null);
    }

    /** How the message begins where a write was answered as done, and its record can't be read again. */
    public static final String UNSEEN = "it can't be read again, so what was written isn't known: ";

    /** The message where a write was answered as done, and what is read afterwards is what stood before. */
    public static final String UNDONE = "the write was answered as done, but what stood before still stands there";

    /** May have been written: what the next read shows counts. */
    public static Refusal unseen(Refusal unread) {
        return new Refusal(Kind.TEMPORARY, UNSEEN + unread.message(), null);
    }

    /** What can be done about it. */
    public enum Kind {
        /** The values are not acceptable; waits for a change or an operator. */
        INVALID,
        /** Another record has this value or external reference. */
        DUPLICATE,
        /** The record can't be written in its present state: drift (rule 7). */
        LOCKED,
        /** The record was deleted; of an update or a delete only a direct read says so (rule 14). */
        GONE,
        /** May heal by itself: 429, 5xx, time-out. */
        TEMPORARY,
        /** Answered as done, but what is read afterwards is what stood before: nothing was written. */
        WITHOUT_EFFECT;

        /** Whether trying again by itself makes sense. */
        public boolean heals() {
            return this == TEMPORARY || this == WITHOUT_EFFECT;
        }
    }
}
