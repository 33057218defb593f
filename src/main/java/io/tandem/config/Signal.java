package io.tandem.config;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What threads wait by: after a change they look again whether what they want holds. By virtual time they look while it
 * passes. Thread-safe.
 */
public final class Signal {

    /** They look again after so long in any case: what they want may depend on more than what is signalled. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Clock clock;

    public Signal(Clock clock) {
        this.clock = clock;
    }

    /** Something changed. */
    public synchronized void changed() {
        notifyAll();
    }

    /** Waits as long as it takes. @throws InterruptedException at shutdown */
    public void await(BooleanSupplier holds) throws InterruptedException {
        while (!await(holds, Duration.ofDays(1))) {
            continue;
        }
    }

    /**
     * @param holds asked again and again, by one thread at a time while others wait; once it answered true, no more
     * @return false if it does not hold within {@code patience}
     * @throws InterruptedException at shutdown
     */
    public boolean await(BooleanSupplier holds, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (clock instanceof VirtualTime virtual) {
                virtual.pass(LOOK_AGAIN);
            } else if (lookedAgain(holds)) {
                return true;
            }
        }
        return true;
    }

    private synchronized boolean lookedAgain(BooleanSupplier holds) throws InterruptedException {
        boolean now = holds.getAsBoolean();
        if (!now) {
            wait(LOOK_AGAIN.toMillis());
        }
        return now;
    }
}
