package io.tandem.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves; each look at it may take a moment of its own. Begins on Monday, 5 January 2026, at eight. */
public class TestClock extends Clock {

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-05T08:00:00Z").toEpochMilli());
    private final long look;

    /** One that no look moves. */
    public TestClock() {
        this(Duration.ZERO);
    }

    TestClock(Duration look) {
        this.look = look.toMillis();
    }

    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    /** The time in milliseconds, without a look at the clock. */
    public final long now() {
        return millis.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.addAndGet(look));
    }

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public final Clock withZone(ZoneId zone) {
        return this;
    }
}
