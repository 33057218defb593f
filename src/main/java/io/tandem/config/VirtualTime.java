package io.tandem.config;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A clock whose time passes without anybody waiting for it: a caller that waits by such a clock only moves it on. */
public interface VirtualTime {

    void pass(Duration time);

    /** The same time as a clock shows it that nobody sets. */
    Clock steady();

    /**
     * Waits by a clock.
     *
     * @throws InterruptedException at shutdown
     */
    static void await(Clock clock, Duration time) throws InterruptedException {
        if (clock instanceof VirtualTime virtual) {
            virtual.pass(time);
        } else {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        }
    }
}
