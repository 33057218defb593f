package io.tandem.store;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** When Tandem last forgot what is too old, by whichever process on this store. */
public final class CleanedUp {

    private CleanedUp() {}

    /**
     * Whether the last time is longer ago than {@code ago}. A last time in the future counts as long ago: a clock was
     * set back. Cost: one query.
     */
    public static boolean isDue(Jdbi jdbi, Instant now, Duration ago) {
        return jdbi.withHandle(h -> h.createQuery("select at_ms from cleaned_up")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .filter(last -> !last.isAfter(now) && last.isAfter(now.minus(ago)))
                .isEmpty());
    }

    /** Notes that it was done now. Cost: one statement, and another one if the table is empty. */
    public static void note(Jdbi jdbi, Instant now) {
        jdbi.useTransaction(h -> {
            if (h.execute("update cleaned_up set at_ms = ?", now.toEpochMilli()) == 0) {
                h.execute("insert into cleaned_up (at_ms) values (?)", now.toEpochMilli());
            }
        });
    }
}
