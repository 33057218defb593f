package io.tandem.config;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that starts with the right time and that nobody sets afterwards: for moments that never leave this process, such
 * as the end of a session or of a pause. Not for what is stored. Thread-safe.
 */
public final class SteadyClock extends Clock {

    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();

    /** The steady clock beside another one; any other clock of ours is its own. */
    public static Clock beside(Clock clock) {
        if (clock instanceof VirtualTime virtual) {
            return virtual.steady();
        }
        return clock instanceof Settable || clock.equals(Clock.systemUTC()) ? new SteadyClock() : clock;
    }

    /** A clock of the outside world, which somebody may set while we look. */
    public interface Settable {}

    @Override
    public Instant instant() {
        return began.plus(Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
