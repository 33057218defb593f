package io.tandem.store;

import io.tandem.config.Signal;
import io.tandem.config.VirtualTime;
import io.tandem.flow.RoundStopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A lease that workers of this process hold together: the first takes it, the last gives it back. When another process
 * waits for it and it was held for a while, no further worker joins, so the other process gets its turn. Thread-safe.
 */
final class SharedLease {

    private static final Duration TURN = Duration.ofSeconds(5);

    /** Longer than the other process takes to try again. */
    private static final Duration GIVE_WAY = Duration.ofMillis(600);

    private final Leases leases;
    private final String name;
    private final Clock clock;
    private final Signal signal;
    private int holders;
    private boolean closing;
    private boolean givesWay;
    private Leases.Lease lease;
    private Instant since;

    SharedLease(Leases leases, String name, Clock clock) {
        this.leases = leases;
        this.name = name;
        this.clock = clock;
        this.signal = new Signal(clock);
    }

    /** @throws RoundStopped as {@link Leases#take} does */
    Leases.Lease join(Duration patience) {
        try {
            if (!signal.await(this::enters, patience)) {
                throw Leases.busy(name);
            }
            if (held() == null) {
                takeFirst(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoundStopped.Ending("interrupted while waiting for " + name);
        }
        return new Share();
    }

    private synchronized Leases.Lease held() {
        return lease;
    }

    private synchronized boolean enters() {
        if (closing || holders > 0 && (lease == null || isTurnOver())) {
            return false;
        }
        holders++;
        return true;
    }

    private boolean isTurnOver() {
        Instant now = clock.instant();
        if (!givesWay && (now.isBefore(since) || now.isAfter(since.plus(TURN)))) {
            since = now;
            givesWay = leases.isWantedElsewhere(name);
        }
        return givesWay;
    }

    private void takeFirst(Duration patience) throws InterruptedException {
        Leases.Lease taken = null;
        try {
            if (givesWay()) {
                VirtualTime.await(clock, GIVE_WAY);
            }
            taken = leases.take(name, patience);
        } finally {
            synchronized (this) {
                lease = taken;
                since = clock.instant();
                givesWay = false;
                holders = taken == null ? 0 : holders;
            }
            signal.changed();
        }
    }

    private synchronized boolean givesWay() {
        return givesWay;
    }

    private void leave() {
        synchronized (this) {
            if (holders > 1) {
                holders--;
                return;
            }
            closing = true;
        }
        try {
            lease.close();
        } finally {
            synchronized (this) {
                lease = null;
                holders = 0;
                closing = false;
            }
            signal.changed();
        }
    }

    private final class Share implements Leases.Lease {
        private boolean closed;

        @Override
        public void renew() {
            held().renew();
        }

        @Override
        public boolean ending() {
            return held().ending();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave();
            }
        }
    }
}
