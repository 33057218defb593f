package io.tandem.system.rest;

/**
 * What an empty answer to an update says, where an entity's descriptor says that answers show the record, or hold a result
 * for it. It is no sign of a write, until this turns out to be the system's way to answer: then it says no more and no less
 * than where answers never do. Thread-safe.
 */
final class EmptyAnswers {

    /** So often in a row somebody's edit is no longer what moved the version of what was written. */
    private static final int NO_CHANCE = 3;

    private boolean usual;
    private int moved;

    /** Whether an empty answer is this system's way to say that it has written. */
    synchronized boolean areUsual() {
        return usual;
    }

    /** An answer showed its record, or held a result for it. */
    synchronized void shown() {
        usual = false;
        moved = 0;
    }

    /** A write that was answered with nothing was done: what was sent stands there. */
    synchronized void done() {
        usual = true;
    }

    /**
     * Nothing of what was sent with one call stands there.
     *
     * @param all whether each of its records has another version, as if the system had made something else of our values
     */
    synchronized void movedBy(boolean all) {
        moved = all ? moved + 1 : 0;
        usual |= moved >= NO_CHANCE;
    }
}
