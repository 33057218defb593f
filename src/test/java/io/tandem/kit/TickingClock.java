package io.tandem.kit;

import java.time.Duration;

/** Goes one millisecond on with each look, so that no two moments are the same; Tandem waits by it as by a real one. */
public final class TickingClock extends TestClock {

    public TickingClock() {
        super(Duration.ofMillis(1));
    }
}
