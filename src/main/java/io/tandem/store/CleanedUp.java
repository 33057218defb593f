package io.tandem.store;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** When what is too old was last forgotten, by whichever process on this store. */
public final class CleanedUp {

    private CleanedUp() {}

    /** Whether that was longer ago, or after now, as where a clock was set back. Cost: one query. */
    public static boolean isDue(Jdbi jdbi, Instant now, Duration ago) {
        return jdbi.withHandle(h -> h.createQuery("select at_ms from cleaned_up")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .filter(last -> !last.isAfter(now) && last.isAfter(now.minus(ago)))
                .isEmpty());
    }

    /** Cost: one statement; another one in a store whose table somebody emptied. */
    public static void note(Jdbi jdbi, Instant now) {
        jdbi.useTransaction(h -> {
            if (h.execute("update cleaned_up set at_ms = ?", now.toEpochMilli()) == 0) {
                h.execute("insert into cleaned_up (at_ms) values (?)", now.toEpochMilli());
            }
        });
    }
}
