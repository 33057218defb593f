package io.tandem.store;

import io.tandem.system.CallLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Budgets in the store: shared by all processes on it, and kept across restarts. Cost: one short transaction of three statements a call, and one of
 * three when the answer comes in another sixtieth than the call.
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
        return jdbi.inTransaction(h -> {
            lock(h, budget);
            Use use = use(h, budget, over, bucket);
            if (use.isOver()) {
                h.execute("delete from budget_use where budget = ? and bucket_ms <= ?", budget, over);
            }
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

    /**
     * What is stored of a budget.
     *
     * @param calls that count now
     * @param oldest when the first of them was
     * @param ahead calls that a clock which was ahead counted for later
     * @param isOver whether there are calls that count no longer
     */
    private record Use(long calls, long oldest, long ahead, boolean isOver) {}

    private static Use use(Handle handle, String budget, long over, long now) {
        return handle.createQuery("select coalesce(sum(case when bucket_ms > :over then calls else 0 end), 0) as used,"
                        + " coalesce(min(case when bucket_ms > :over and calls > 0 then bucket_ms end), 0) as oldest,"
                        + " coalesce(sum(case when bucket_ms > :now then calls else 0 end), 0) as ahead,"
                        + " coalesce(min(bucket_ms), :now) <= :over as is_over"
                        + " from budget_use where budget = :budget")
                .bind("budget", budget)
                .bind("over", over)
                .bind("now", now)
                .map((rs, ctx) -> new Use(
                        rs.getLong("used"), rs.getLong("oldest"), rs.getLong("ahead"), rs.getBoolean("is_over")))
                .one();
    }

    private static void count(Handle handle, String budget, long bucket, long calls) {
        String more = "update budget_use set calls = calls + ? where budget = ? and bucket_ms = ?";
        if (handle.execute(more, calls, budget, bucket) == 0) {
            handle.execute("insert into budget_use (budget, bucket_ms, calls) values (?, ?, ?)", budget, bucket, calls);
        }
    }

    @Override
    public void closeUntil(String budget, Instant moment, Instant now) {
        jdbi.useTransaction(h -> {
            lock(h, budget);
            boolean isLater = closed(h, budget, now)
                    .filter(known -> !known.until().isBefore(moment))
                    .isEmpty();
            if (isLater) {
                h.execute(
                        "update budget set closed_until_ms = ?, closed_at_ms = ? where name = ?",
                        moment.toEpochMilli(),
                        now.toEpochMilli(),
                        budget);
            }
        });
    }

    @Override
    public Instant closedUntil(String budget, Instant now) {
        return jdbi.withHandle(h -> closed(h, budget, now)).map(Closed::until).orElse(Instant.EPOCH);
    }

    /** A moment that another clock stored can't be compared before it is brought to this one. */
    private static Optional<Closed> closed(Handle handle, String budget, Instant now) {
        return handle.createQuery("select closed_until_ms, closed_at_ms from budget where name = :name")
                .bind("name", budget)
                .map((rs, ctx) -> new Closed(Instant.ofEpochMilli(rs.getLong(1)), Instant.ofEpochMilli(rs.getLong(2))))
                .findOne()
                .map(stored -> byThisClock(handle, budget, stored, now));
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

    /** The budget's row, which one transaction at a time has; the first call makes it. */
    private static void lock(Handle handle, String budget) {
        if (!isLocked(handle, budget)) {
            SingleRow.insert(handle, "insert into budget (name, closed_until_ms) values (?, 0)", budget);
            isLocked(handle, budget);
        }
    }

    private static boolean isLocked(Handle handle, String budget) {
        return handle.createQuery("select name from budget where name = :name for update")
                .bind("name", budget)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }
}
