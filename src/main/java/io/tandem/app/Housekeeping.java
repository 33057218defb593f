package io.tandem.app;

import io.tandem.config.Durations;
import io.tandem.config.Settings;
import io.tandem.store.Conflicts;
import io.tandem.store.History;
import io.tandem.store.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets what is older than {@code history.keep}: events, settled conflicts, and records that were deleted in their
 * system and that no link holds. When routes start, and when the route {@code clean-up} says so.
 *
 * <p>Cost: statements of at most 5,000 rows each, until nothing old is left; the last kind walks over the snapshots once.
 */
final class Housekeeping {

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

    void run() {
        Instant oldest = History.oldestKept(jdbi, clock.instant(), keep);
        History.prune(jdbi, oldest, rows);
        Conflicts.forgetSettled(jdbi, oldest);
        Snapshots.forgetDeleted(jdbi, oldest);
    }
}
