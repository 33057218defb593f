package io.tandem.sim;

import io.tandem.config.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The one time of a simulation, and Tandem's clock, which may be set; each look takes a millisecond. Not for threads, but for the leases' heartbeat. */
final class SimClock extends Clock implements VirtualTime {

    private long millis = Instant.parse("2026-01-05T08:00:00Z").toEpochMilli();
    private long lead;
    private final Clock steady = new Clock() {
        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @Override
    public synchronized void pass(Duration time) {
        millis += Math.max(1, time.toMillis());
    }

    /** Tandem's clock: it may be wrong, and be set. */
    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(++millis + lead);
    }

    /** Somebody sets Tandem's clock, so that it is that far from the true time. */
    synchronized void set(Duration ahead) {
        lead = ahead.toMillis();
    }

    @Override
    public Clock steady() {
        return steady;
    }

    /** Looks at the true time, without letting it pass. */
    synchronized long now() {
        return millis;
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
