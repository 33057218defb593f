package io.tandem.store;

import io.tandem.config.DaemonTimer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps PostgreSQL's knowledge of its tables fresh. The server itself looks once a minute. Until then a first sync
 * would be planned as if its tables were empty, and read all keys of a flow for each record.
 *
 * <p>Cost: a query each second; an {@code analyze}, which reads a sample, each time a table has grown or changed by
 * half.
 */
final class PlannerStatistics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlannerStatistics.class);

    private final Jdbi jdbi;
    private final ScheduledExecutorService timer = DaemonTimer.of("store-statistics");

    PlannerStatistics(Jdbi jdbi) {
        this.jdbi = jdbi;
        timer.scheduleWithFixedDelay(this::refreshAgain, 1, 1, TimeUnit.SECONDS);
    }

    private void refreshAgain() {
        try {
            jdbi.useHandle(PlannerStatistics::refresh);
        } catch (JdbiException e) {
            LOG.debug(
                    "the statistics of the store's tables could not be refreshed: {}",
                    e.getClass().getName());
        }
    }

    /** A table that another process analyzes is left to that one. */
    private static void refresh(Handle handle) {
        handle.createQuery("select s.relname from pg_stat_user_tables s join pg_class c on c.oid = s.relid"
                        + " where s.schemaname = current_schema()"
                        + " and s.n_mod_since_analyze > 250 + greatest(c.reltuples, 0) / 2")
                .mapTo(String.class)
                .list()
                .forEach(table -> handle.execute("analyze (skip_locked) \"" + table + "\""));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
