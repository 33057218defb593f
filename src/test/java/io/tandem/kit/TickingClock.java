package io.tandem.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A virtual clock that goes one millisecond on with each look, and as far as a test says. */
public final class TickingClock extends Clock {

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-05T08:00:00Z").toEpochMilli());

    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.incrementAndGet());
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
