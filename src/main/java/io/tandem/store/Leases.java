package io.tandem.store;

import io.tandem.config.DaemonTimer;
import io.tandem.config.Tuning;
import io.tandem.config.VirtualTime;
import io.tandem.flow.RoundStopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named locks that hold within this process and, by a row in the store, between processes (rule 9).
 *
 * <p>A holder that dies frees its lease when it runs out; a living one renews it by a heartbeat, and asks with every
 * chunk whether it still holds it. Not bound to a thread, so that an exchange may end on another thread than it began.
 */
public final class Leases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(8);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

    /**
     * For so long after a renewal the holder need not ask the store: a lease lasts much longer, so nobody else can have
     * it.
     */
    private static final Duration SURE = Duration.ofSeconds(2);

    private final LeaseRows rows;
    private final Clock clock;
    private final Tuning.Waits waits;
    private final Map<String, Semaphore> local = new ConcurrentHashMap<>();
    private final Map<String, SharedLease> shared = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heartbeat;
    private volatile boolean ending;
    private volatile boolean halted;

    public Leases(Jdbi jdbi, Clock clock) {
        this(jdbi, clock, Tuning.DEFAULT.waits());
    }

    /** @param waits how long those who take a name are willing to wait for it */
    public Leases(Jdbi jdbi, Clock clock, Tuning.Waits waits) {
        this.waits = waits;
        this.rows = new LeaseRows(jdbi, UUID.randomUUID().toString(), LENGTH);
        this.clock = clock;
        this.heartbeat = DaemonTimer.of("leases");
        if (!(clock instanceof VirtualTime)) {
            heartbeat.scheduleWithFixedDelay(
                    this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Renews what is held; a lost lease is noticed by its holder at the next chunk. */
    private void beat() {
        try {
            held.forEach(name -> rows.renew(name, clock.millis()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "the store did not take a renewal of leases: {}",
                    e.getClass().getName());
        }
    }

    /** Interrupts nothing: a thread that is interrupted while it writes an H2 file closes it. */
    @Override
    public void close() {
        heartbeat.shutdown();
    }

    public Tuning.Waits waits() {
        return waits;
    }

    /**
     * Tells rounds that the process is about to end: nobody waits for a lease any more, and each round ends with the
     * chunk in hand.
     */
    public void end() {
        ending = true;
    }

    /** Whether the process is about to end: no further round is worth a start. */
    public boolean isEnding() {
        return ending;
    }

    /**
     * Halts rounds, or lets them go on. While they are halted, each ends with the chunk in hand, so the engine can be
     * replaced. Leases are given out as before.
     */
    public void halt(boolean halt) {
        halted = halt;
    }

    /** A held lease; closing it frees the name. */
    public interface Lease extends AutoCloseable {
        /**
         * Renews it. Cost: none within 2 s of the last time.
         *
         * @throws RoundStopped.HeldElsewhere if another process has the name now, or had it: this one was stopped for longer
         *     than a lease lasts
         */
        void renew();

        /** Whether the process is about to end or rounds are halted, so that no further chunk is to be started. */
        boolean ending();

        @Override
        void close();
    }

    /**
     * Waits for the name.
     *
     * @throws RoundStopped if it isn't free within {@code patience}, or the thread is interrupted
     */
    public Lease take(String name, Duration patience) {
        Semaphore mine = local.computeIfAbsent(name, n -> new Semaphore(1, true));
        long deadline = System.nanoTime() + patience.toNanos();
        boolean taken = false;
        try {
            if (!acquired(mine, deadline)) {
                throw busy(name);
            }
            try {
                taken = claimUntil(name, deadline);
            } finally {
                if (!taken) {
                    mine.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoundStopped.Ending("interrupted while waiting for " + name);
        }
        held.add(name);
        return new Held(name, mine);
    }

    /**
     * As {@link #take}, but workers of this process hold it together. They keep off each other's records by other
     * means. Cost: none while another worker holds it.
     */
    public Lease share(String name, Duration patience) {
        return shared.computeIfAbsent(name, n -> new SharedLease(this, n, clock))
                .join(patience);
    }

    /**
     * Waits for this process's own holders, but not for those of another one.
     *
     * @return empty if another process has the name, or this one is about to end
     */
    public Optional<Lease> takeUnlessElsewhere(String name, Duration patience) {
        Semaphore mine = local.computeIfAbsent(name, n -> new Semaphore(1, true));
        try {
            if (!acquired(mine, System.nanoTime() + patience.toNanos())) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoundStopped.Ending("interrupted while waiting for " + name);
        }
        boolean taken = false;
        try {
            taken = claim(name);
        } finally {
            if (!taken) {
                mine.release();
            }
        }
        if (!taken) {
            return Optional.empty();
        }
        held.add(name);
        return Optional.of(new Held(name, mine));
    }

    /**
     * Waits for this process's own holders.
     *
     * @return false if it took too long, or the process is about to end
     */
    private boolean acquired(Semaphore mine, long deadlineNanos) throws InterruptedException {
        while (!acquiredSoon(mine)) {
            if (ending || System.nanoTime() > deadlineNanos) {
                return false;
            }
        }
        return true;
    }

    private boolean acquiredSoon(Semaphore mine) throws InterruptedException {
        if (clock instanceof VirtualTime virtual) {
            boolean acquired = mine.tryAcquire();
            if (!acquired) {
                virtual.pass(RETRY_PAUSE);
            }
            return acquired;
        }
        return mine.tryAcquire(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean claimUntil(String name, long deadlineNanos) throws InterruptedException {
        boolean said = false;
        while (!claim(name)) {
            if (!said) {
                LOG.info(
                        "{} is held by another process, which is waited for; if it was killed, for {} s at most",
                        name,
                        LENGTH.toSeconds());
                said = true;
            }
            if (ending || System.nanoTime() > deadlineNanos) {
                throw busy(name);
            }
            rows.want(name, clock.millis());
            VirtualTime.await(clock, RETRY_PAUSE);
        }
        if (said) {
            rows.wantNoMore(name);
        }
        return true;
    }

    static RoundStopped busy(String name) {
        return new RoundStopped.HeldElsewhere(
                name + " is still locked by another worker; it is tried again in the next round");
    }

    private boolean claim(String name) {
        return rows.claim(name, clock.millis());
    }

    /** Whether another process waits for a name that this one has. */
    boolean isWantedElsewhere(String name) {
        return rows.isWantedElsewhere(name, clock.millis());
    }

    private final class Held implements Lease {
        private final String name;
        private final Semaphore mine;
        private Instant renewed = clock.instant();

        Held(String name, Semaphore mine) {
            this.name = name;
            this.mine = mine;
        }

        @Override
        public synchronized void renew() {
            Instant now = clock.instant();
            if (!now.isBefore(renewed) && now.isBefore(renewed.plus(SURE))) {
                return;
            }
            if (!rows.renew(name, clock.millis())) {
                throw new RoundStopped.HeldElsewhere(
                        name + " was taken by another process; this round ends, and the next one goes on");
            }
            renewed = now;
        }

        @Override
        public boolean ending() {
            return ending || halted;
        }

        @Override
        public void close() {
            held.remove(name);
            try {
                rows.giveBack(name);
            } finally {
                mine.release();
            }
        }
    }
}
