package io.tandem.system.rest;

import io.tandem.config.VirtualTime;
import io.tandem.system.Refusal;
import java.time.Clock;
import java.time.Duration;

/**
 * How long a read may still show what stood before a write.
 *
 * @param lag as the descriptor says, {@code read_lag}
 */
record ReadLag(Clock clock, Duration lag) {

    /** The entity's other writers wait too; a read that lags longer is looked at in a later round. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    boolean none() {
        return lag.isZero();
    }

    void pass() {
        try {
            VirtualTime.await(clock, isLong() ? LONGEST_WAIT : lag);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a write to show", e);
        }
    }

    private boolean isLong() {
        return lag.compareTo(LONGEST_WAIT) > 0;
    }

    /** What a read that shows no write, once this has passed, says of it. */
    Refusal notDone() {
        return new Refusal(isLong() ? Refusal.Kind.TEMPORARY : Refusal.Kind.WITHOUT_EFFECT, Refusal.UNDONE, null);
    }
}
