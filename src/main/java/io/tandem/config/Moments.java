package io.tandem.config;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stored moment is worth by our clock, which somebody may have set since: one that lies in the future vouches for
 * nothing (rule 11). Every stored moment is judged here before anything depends on it.
 *
 * <p>Notices when the clock is set while this process runs: what was stored before may then be of any age. Thread-safe.
 * Cost: two looks at clocks.
 */
public final class Moments {

    private static final Logger LOG = LoggerFactory.getLogger(Moments.class);

    /** Clocks of processes that share a store differ that much without anybody having set one. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    /** A clock that is slowly put right drifts by less than this part of the time that passes. */
    private static final int DRIFT = 1_000;

    /** A moment. @param steadySince since when the clock that said so had been steady */
    public record Reading(Instant at, Instant steadySince) {}

    private final Clock clock;
    private final Clock steady;
    private Instant looked;
    private Duration lead;
    private Instant since;
    private boolean said;

    public Moments(Clock clock) {
        this.clock = clock;
        this.steady = SteadyClock.beside(clock);
        this.since = clock.instant();
        this.looked = steady.instant();
        this.lead = Duration.between(looked, since);
    }

    /** The time by our clock. */
    public synchronized Instant now() {
        Instant now = clock.instant();
        Instant even = steady.instant();
        Duration ahead = Duration.between(even, now);
        Duration drift = TOLERANCE.plus(Duration.between(looked, even).abs().dividedBy(DRIFT));
        if (ahead.minus(lead).abs().compareTo(drift) > 0) {
            since = now;
            said = false;
        }
        looked = even;
        lead = ahead;
        return now;
    }

    /**
     * Whether a stored moment may be believed: it doesn't lie in the future.
     *
     * @param what it is the moment of, for the log, which says it once
     */
    public boolean vouches(Instant stored, String what) {
        Instant now = now();
        boolean future = stored.isAfter(now.plus(TOLERANCE));
        if (future) {
            say(what, Duration.between(now, stored));
        }
        return !future;
    }

    /** A stored moment if it may be believed, else since when the clock has been steady. */
    public Instant believed(Instant stored, String what) {
        return vouches(stored, what) ? stored : steadySince();
    }

    /**
     * The latest moment at which something can have happened that was stored with a moment: while the clock was another one,
     * or another process ran, it was any moment before this clock has been steady. For pauses that must surely be over.
     */
    public Instant latest(Instant stored, String what) {
        Instant believed = believed(stored, what);
        Instant steadySince = steadySince();
        return believed.isAfter(steadySince) ? believed : steadySince;
    }

    /** Now, to the millisecond as stores keep it, and what our clock is that says so. */
    public synchronized Reading read() {
        return new Reading(now().truncatedTo(ChronoUnit.MILLIS), since);
    }

    /** Whether nobody has set our clock since then. */
    public boolean isOfThisClock(Reading reading) {
        return reading.steadySince().equals(steadySince());
    }

    /** Since when nobody has set our clock, as far as this process can know. */
    public synchronized Instant steadySince() {
        return since;
    }

    private synchronized void say(String what, Duration ahead) {
        if (!said) {
            said = true;
            LOG.warn(
                    "The clock was set back, or was wrong before: {} lies {} s in the future. Moments in the future are not"
                            + " believed; check this machine's time, and its database's",
                    what,
                    ahead.toSeconds());
        }
    }
}
