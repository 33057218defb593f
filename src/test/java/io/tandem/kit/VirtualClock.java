package io.tandem.kit;

import io.tandem.config.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Tandem's clock, beside the time that really passes: somebody may set it, and who waits by it only moves it on. */
public final class VirtualClock extends TestClock implements VirtualTime {

    private final Runnable whileItPasses;
    private volatile long lead;
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

    public VirtualClock(Duration look) {
        this(look, () -> {});
    }

    /** @param whileItPasses lets other threads work whenever one waits */
    public VirtualClock(Duration look, Runnable whileItPasses) {
        super(look);
        this.whileItPasses = whileItPasses;
    }

    @Override
    public void pass(Duration time) {
        super.pass(time.toMillis() < 1 ? Duration.ofMillis(1) : time);
        whileItPasses.run();
    }

    @Override
    public Instant instant() {
        return super.instant().plusMillis(lead);
    }

    /** Somebody sets it, so that it is that far from the true time. */
    public void set(Duration ahead) {
        lead = ahead.toMillis();
    }

    @Override
    public Clock steady() {
        return steady;
    }
}
