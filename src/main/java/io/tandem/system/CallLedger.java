package io.tandem.system;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts the calls of each budget, and knows until when a class of calls is closed: for all who share it, processes on
 * one store included, and across restarts (rule 15).
 */
public interface CallLedger {

    /**
     * Counts one call if in no {@code span} there are more than {@code calls}. Calls that a clock counted which was ahead of
     * {@code now} may have been made just now, and count as that.
     *
     * @return how long to wait; zero if the call was counted and may go
     */
    Duration claim(String budget, int calls, Duration span, Instant now);

    /**
     * Counts a call by its answer instead of its sending: its place is free a full {@code span} after that, because the server
     * counts what it receives (rule 15).
     *
     * @param sent when it was claimed
     */
    void answered(String budget, Duration span, Instant sent, Instant now);

    /** How many calls were counted since a moment. */
    int used(String budget, Instant since);

    /** No call before a moment; of several moments the latest counts. */
    void closeUntil(String budget, Instant moment, Instant now);

    /**
     * {@link Instant#EPOCH} if it was never closed. What a clock stored that was ahead of {@code now} is closed from now on
     * as long as it was to be then, once.
     */
    Instant closedUntil(String budget, Instant now);

    /** How long calls are closed. @param at when that was found out */
    record Closed(Instant until, Instant at) {
        /** The same by a clock that shows {@code now}: if it was set back, the whole time from now on. */
        public Closed by(Instant now) {
            return at.isAfter(now) ? new Closed(now.plus(Duration.between(at, until)), now) : this;
        }
    }
}
