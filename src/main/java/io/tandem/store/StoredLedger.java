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
            Use use = h.createQuery("select coalesce(sum(calls), 0) as used, coalesce(min(bucket_ms), 0) as oldest,"
                            + " coalesce(sum(case when bucket_ms > :now then calls else 0 end), 0) as ahead"
                            + " from budget_use where budget = :budget")
                    .bind("budget", budget)
                    .bind("now", bucket)
                    .map((rs, ctx) -> new Use(rs.getLong("used"), rs.getLong("oldest"), rs.getLong("ahead")))
                    .one();
            if (use.ahead() > 0) {
                h.execute("delete from budget_use where budget = ? and bucket_ms > ?", budget, bucket);
                count(h, budget, bucket, use.ahead());
            }
            if (use.calls() >= calls) {
                return Duration.ofMillis(Math.max(1, Math.min(use.oldest(), bucket) - over));
            }
            count(h, budget, bucket, 1);
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
            count(h, budget, bucket, 1);
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

    private record Use(long calls, long oldest, long ahead) {}

    private static void count(Handle handle, String budget, long bucket, long calls) {
        String more = "update budget_use set calls = calls + ? where budget = ? and bucket_ms = ?";
        if (handle.execute(more, calls, budget, bucket) == 0) {
            handle.execute("insert into budget_use (budget, bucket_ms, calls) values (?, ?, ?)", budget, bucket, calls);
        }
    }

    @Override
    public void closeUntil(String budget, Instant moment, Instant now) {
        known(budget);
        jdbi.useHandle(h -> h.execute(
                "update budget set closed_until_ms = ?, closed_at_ms = ? where name = ? and closed_until_ms < ?",
                moment.toEpochMilli(),
                now.toEpochMilli(),
                budget,
                moment.toEpochMilli()));
    }

    @Override
    public Instant closedUntil(String budget, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("select closed_until_ms, closed_at_ms from budget where name = :name")
                .bind("name", budget)
                .map((rs, ctx) -> new Closed(Instant.ofEpochMilli(rs.getLong(1)), Instant.ofEpochMilli(rs.getLong(2))))
                .findOne()
                .map(stored -> byThisClock(h, budget, stored, now).until())
                .orElse(Instant.EPOCH));
    }

    private static Closed byThisClock(Handle handle, String budget, Closed stored, Instant now) {
        Closed closed = stored.by(now);
        if (closed != stored) {
            handle.execute(
                    "update budget set closed_until_ms = ?, closed_at_ms = ? where name = ? and closed_at_ms = ?",
                    closed.until().toEpochMilli(),
                    now.toEpochMilli(),
                    budget,
                    stored.at().toEpochMilli());
        }
        return closed;
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
