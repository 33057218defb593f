package io.tandem.store;

import io.tandem.system.CallLedger;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Budgets in the store: shared by all processes on it, and kept across restarts. Cost: one short transaction a call.
 *
 * <p>Calls are counted by sixtieths of a budget's time, each up to its end, so that a budget is never exceeded.
 */
public final class StoredLedger implements CallLedger {

    private static final int BUCKETS = 60;

    private final Jdbi jdbi;

    public StoredLedger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Duration claim(String budget, int calls, Duration span, Instant now) {
        long length = Math.max(1, span.toMillis() / BUCKETS);
        long bucket = now.toEpochMilli() / length * length;
        long over = now.toEpochMilli() - span.toMillis() - length;
        known(budget);
        return jdbi.inTransaction(h -> {
            lock(h, budget);
            h.execute("delete from budget_use where budget = ? and bucket_ms <= ?", budget, over);
            Use use = h.createQuery("select coalesce(sum(calls), 0) as used, coalesce(min(bucket_ms), 0) as oldest"
                            + " from budget_use where budget = :budget")
                    .bind("budget", budget)
                    .map((rs, ctx) -> new Use(rs.getLong("used"), rs.getLong("oldest")))
                    .one();
            if (use.calls() >= calls) {
                return Duration.ofMillis(Math.max(1, use.oldest() - over));
            }
            count(h, budget, bucket);
            return Duration.ZERO;
        });
    }

    @Override
    public void answered(String budget, Duration span, Instant sent, Instant now) {
        long length = Math.max(1, span.toMillis() / BUCKETS);
        long before = sent.toEpochMilli() / length * length;
        long bucket = now.toEpochMilli() / length * length;
        if (before == bucket) {
            return;
        }
        jdbi.useTransaction(h -> {
            lock(h, budget);
            h.execute("update budget_use set calls = calls - 1 where budget = ? and bucket_ms = ?", budget, before);
            h.execute("delete from budget_use where budget = ? and bucket_ms = ? and calls <= 0", budget, before);
            count(h, budget, bucket);
        });
    }

    @Override
    public int used(String budget, Instant since) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select coalesce(sum(calls), 0) from budget_use where budget = :budget and bucket_ms > :since")
                .bind("budget", budget)
                .bind("since", since.toEpochMilli())
                .mapTo(Integer.class)
                .one());
    }

    private record Use(long calls, long oldest) {}

    private static void count(Handle handle, String budget, long bucket) {
        if (handle.execute("update budget_use set calls = calls + 1 where budget = ? and bucket_ms = ?", budget, bucket)
                == 0) {
            handle.execute("insert into budget_use (budget, bucket_ms, calls) values (?, ?, 1)", budget, bucket);
        }
    }

    @Override
    public void closeUntil(String budget, Instant moment) {
        known(budget);
        jdbi.useHandle(h -> h.execute(
                "update budget set closed_until_ms = ? where name = ? and closed_until_ms < ?",
                moment.toEpochMilli(),
                budget,
                moment.toEpochMilli()));
    }

    @Override
    public Instant closedUntil(String budget) {
        return jdbi.withHandle(h -> h.createQuery("select closed_until_ms from budget where name = :name")
                .bind("name", budget)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH));
    }

    private static void lock(Handle handle, String budget) {
        handle.createQuery("select name from budget where name = :name for update")
                .bind("name", budget)
                .mapTo(String.class)
                .one();
    }

    /** Makes sure that the budget has its row. */
    private void known(String budget) {
        jdbi.useHandle(h -> {
            boolean there = h.createQuery("select count(*) from budget where name = :name")
                            .bind("name", budget)
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (!there) {
                try {
                    h.execute("insert into budget (name, closed_until_ms) values (?, 0)", budget);
                } catch (UnableToExecuteStatementException somebodyWasFaster) {
                    return;
                }
            }
        });
    }
}
