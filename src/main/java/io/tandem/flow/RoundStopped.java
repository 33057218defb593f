package io.tandem.flow;

/**
 * A round of a flow ends before its end, for a reason that is no fault: what it did is stored, its offset stays where it
 * was, and a later round goes on from there (rules 11, 13 and 16).
 */
public abstract sealed class RoundStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** It has no stack trace: its message says all. */
    private RoundStopped(String why) {
        super(why, null, false, false);
    }

    /** Whether it goes on only when a person has done something. */
    public abstract boolean needsPerson();

    /** The delete guard holds the flow until an operator allows the deletes (rule 13). */
    public static final class GuardHolds extends RoundStopped {
        private static final long serialVersionUID = 1L;

        public GuardHolds(String why) {
            super(why);
        }

        @Override
        public boolean needsPerson() {
            return true;
        }
    }

    /** Another worker or process has the flow, a record's link or an offset in hand. */
    public static final class HeldElsewhere extends RoundStopped {
        private static final long serialVersionUID = 1L;

        public HeldElsewhere(String why) {
            super(why);
        }

        @Override
        public boolean needsPerson() {
            return false;
        }
    }

    /** Another application on the same store uses newer files (rule 16). */
    public static final class OtherFiles extends RoundStopped {
        private static final long serialVersionUID = 1L;

        public OtherFiles(String why) {
            super(why);
        }

        @Override
        public boolean needsPerson() {
            return true;
        }
    }

    /** The process is about to end, or a thread that waited was interrupted. */
    public static final class Ending extends RoundStopped {
        private static final long serialVersionUID = 1L;

        public Ending(String why) {
            super(why);
        }

        @Override
        public boolean needsPerson() {
            return false;
        }
    }
}
