package io.tandem.app;

import io.tandem.store.Leases;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets rounds in, and keeps them out while the engine is changed. It is fair, so rounds that come later don't delay a
 * closing. Not bound to threads.
 */
public final class RoundGate {

    /** Exchange property of a round that came in before its exchange was made. */
    static final String INSIDE = "TandemInside";

    private static final int PLACES = 1 << 20;

    private final Semaphore places = new Semaphore(PLACES, true);
    private final Leases leases;
    private volatile boolean closing;
    private volatile long closings;

    public RoundGate(Leases leases) {
        this.leases = leases;
    }

    /** Waits until the gate is open. */
    void enter() {
        places.acquireUninterruptibly();
    }

    /** @return false if the gate is closed or about to be */
    boolean enterIfOpen() {
        return !closing && places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    /** Whether the process is about to end, so that no further round is to be started. */
    boolean isEnding() {
        return leases.isEnding();
    }

    /** How often the gate was closed so far: a round during which this grew may have been cut short. */
    long closings() {
        return closings;
    }

    /**
     * Lets each running round end with the chunk in hand, and waits until all have left.
     *
     * @return false if they took too long; the gate stays open then
     */
    synchronized boolean close(Duration patience) {
        closings++;
        closing = true;
        leases.halt(true);
        boolean empty = false;
        try {
            empty = places.tryAcquire(PLACES, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!empty) {
            letIn();
        }
        return empty;
    }

    /** After a {@link #close} that succeeded. */
    synchronized void open() {
        letIn();
        places.release(PLACES);
    }

    private void letIn() {
        leases.halt(false);
        closing = false;
    }
}
