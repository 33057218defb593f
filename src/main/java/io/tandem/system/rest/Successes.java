package io.tandem.system.rest;

import io.tandem.config.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether calls of one kind about single records of an entity go through at all, from one chunk to the next (rule 12). Once
 * many failed in a row and none went through, the kind is in doubt until one does; that one then vouches for the rest for a
 * while: what fails is its records' own trouble. Thread-safe.
 */
final class Successes {

    /** A right that is lost in between parks so many records at the most, and those of one chunk. */
    private static final int VOUCHES_FOR = 250;

    private static final Duration VOUCHES_SO_LONG = Duration.ofMinutes(10);

    private final Clock steady;
    private boolean doubted;
    private Instant vouchedAt;
    private int failures;

    Successes(Clock clock) {
        this.steady = SteadyClock.beside(clock);
    }

    synchronized void worked() {
        if (doubted || vouchedAt != null) {
            vouchedAt = steady.instant();
        }
        doubted = false;
        failures = 0;
    }

    synchronized void failed() {
        failures++;
    }

    synchronized void doubt() {
        doubted = true;
        vouchedAt = null;
    }

    synchronized boolean isDoubted() {
        return doubted;
    }

    /** Whether calls go through, though many in a row may not. */
    synchronized boolean vouch() {
        return vouchedAt != null
                && steady.instant().isBefore(vouchedAt.plus(VOUCHES_SO_LONG))
                && failures < VOUCHES_FOR;
    }
}
