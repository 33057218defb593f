package io.tandem.store;

import io.tandem.system.CallLedger;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Used budgets in the store. One process counts for one store at a time; two share what both have written at their start. */
public final class StoredLedger implements CallLedger {

    private final Jdbi jdbi;

    public StoredLedger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void used(String budget, Instant bucket) {
        jdbi.useHandle(h -> {
            int known = h.execute(
                    "update budget_use set calls = calls + 1 where budget = ? and bucket_ms = ?",
                    budget,
                    bucket.toEpochMilli());
            if (known == 0) {
                h.execute(
                        "insert into budget_use (budget, bucket_ms, calls) values (?, ?, 1)",
                        budget,
                        bucket.toEpochMilli());
            }
        });
    }

    @Override
    public List<Used> since(String budget, Instant moment) {
        return jdbi.inTransaction(h -> {
            h.execute("delete from budget_use where budget = ? and bucket_ms < ?", budget, moment.toEpochMilli());
            return h.createQuery("select bucket_ms, calls from budget_use where budget = :budget order by bucket_ms")
                    .bind("budget", budget)
                    .map((rs, ctx) -> new Used(Instant.ofEpochMilli(rs.getLong(1)), rs.getInt(2)))
                    .list();
        });
    }
}
