package io.tandem.sim;

import io.tandem.config.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The one time of a simulation; each look takes a millisecond. Not for threads, but for the leases' heartbeat. */
final class SimClock extends Clock implements VirtualTime {

    private long millis = Instant.parse("2026-01-05T08:00:00Z").toEpochMilli();

    @Override
    public synchronized void pass(Duration time) {
        millis += Math.max(1, time.toMillis());
    }

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(++millis);
    }

    /** Looks without letting time pass. */
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
