package io.tandem.store;

import io.tandem.config.DaemonTimer;
import io.tandem.config.SteadyClock;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the store's server, so that processes on several machines agree about leases, budgets and pauses, whatever
 * their own clocks show. Cost: one short query every 10 s; a look in between is no call.
 */
final class StoreClock extends Clock implements SteadyClock.Settable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreClock.class);
    private static final long EVERY_SECONDS = 10;

    /** What the way to the server and back makes uncertain; the clock doesn't go back for it. */
    private static final Duration UNCERTAIN = Duration.ofMillis(900);

    /** The server's time at a moment of this process's own counting. */
    private record Reading(Instant time, long nanos) {
        Instant now() {
            return time.plus(Duration.ofNanos(System.nanoTime() - nanos));
        }
    }

    private final Jdbi jdbi;
    private final ScheduledExecutorService reader = DaemonTimer.of("store-clock");
    private volatile Reading last;

    private StoreClock(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.last = read();
        reader.scheduleWithFixedDelay(this::readAgain, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** The server's clock; for an embedded database, which has none of its own, that of this machine. */
    static Clock of(Jdbi jdbi) {
        return isServer(jdbi) ? new StoreClock(jdbi) : Clock.systemUTC();
    }

    private static boolean isServer(Jdbi jdbi) {
        return jdbi.withHandle(h -> {
            try {
                return h.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL");
            } catch (SQLException e) {
                throw new IllegalStateException("the store doesn't say which database it is", e);
            }
        });
    }

    private Reading read() {
        long before = System.nanoTime();
        long millis = jdbi.withHandle(
                h -> h.createQuery("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)")
                        .mapTo(Long.class)
                        .one());
        long after = System.nanoTime();
        return new Reading(Instant.ofEpochMilli(millis), before + (after - before) / 2);
    }

    private void readAgain() {
        try {
            Reading next = read();
            Duration behind = Duration.between(next.now(), last.now());
            boolean slightly = !behind.isNegative() && behind.compareTo(UNCERTAIN) < 0;
            if (!slightly) {
                last = next;
            }
        } catch (JdbiException e) {
            LOG.debug(
                    "the store's time could not be read; it is counted on: {}",
                    e.getClass().getName());
        }
    }

    @Override
    public Instant instant() {
        return last.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
