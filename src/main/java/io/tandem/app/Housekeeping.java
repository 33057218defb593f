package io.tandem.app;

import io.tandem.config.Durations;
import io.tandem.config.Settings;
import io.tandem.store.CleanedUp;
import io.tandem.store.Conflicts;
import io.tandem.store.History;
import io.tandem.store.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets what is older than {@code history.keep}: events, settled conflicts, and records that were deleted in their
 * system and that no link holds. It runs when an application starts, when the route {@code clean-up} says so, and
 * before a command's rounds if the last time was more than an hour ago.
 *
 * <p>Cost: statements of at most 5,000 rows each, until nothing old is left. For the records it looks up each
 * that isn't live.
 */
final class Housekeeping {

    private static final Duration OFTEN_ENOUGH = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration keep;
    private final long rows;

    Housekeeping(Jdbi jdbi, Clock clock, Settings settings) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.keep = settings.get("history.keep").flatMap(Durations::parse).orElseThrow();
        this.rows = Long.parseLong(settings.get("history.rows").orElseThrow());
    }

    /** A site may start a sync every minute, and a walk over all snapshots takes longer than its round. */
    void runUnlessDoneLately() {
        if (CleanedUp.isDue(jdbi, clock.instant(), OFTEN_ENOUGH)) {
            run();
        }
    }

    void run() {
        Instant oldest = History.oldestKept(jdbi, clock.instant(), keep);
        History.prune(jdbi, oldest, rows);
        Conflicts.forgetSettled(jdbi, oldest);
        Snapshots.forgetDeleted(jdbi, oldest);
        CleanedUp.note(jdbi, clock.instant());
    }
}
