package io.tandem.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The numbers of a site that steps go by; their settings say unit and reason.
 *
 * @param chunkRecords records that travel the steps together and are saved in one transaction
 * @param guard when a round would delete too much (rule 13)
 * @param pauses between tries of a parked record (rule 12)
 * @param waits how long one waits for another
 */
public record Tuning(int chunkRecords, Guard guard, Pauses pauses, Waits waits) {

    /** @param fewest deletes that stop a flow, if they also are more than {@code percent} of its links */
    public record Guard(int fewest, int percent) {}

    /** @param first doubled with each try, up to {@code longest} */
    public record Pauses(Duration first, Duration longest) {

        /** @param attempts that failed so far, from 1 */
        public Duration after(int attempts) {
            Duration pause = first.multipliedBy(1L << Math.min(attempts - 1, 10));
            return pause.compareTo(longest) > 0 ? longest : pause;
        }
    }

    /**
     * @param round for the round, here or in another process, that has the same flow or brings the same feed up to date
     * @param write for the worker that writes the same records
     * @param decision of a command that decides about a flow at work
     * @param limit of a call for its budget
     */
    public record Waits(Duration round, Duration write, Duration decision, Duration limit) {}

    public static final Tuning DEFAULT = new Tuning(
            200,
            new Guard(10, 5),
            new Pauses(Duration.ofMinutes(1), Duration.ofHours(6)),
            new Waits(Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(2)));

    private static final String SOME = "[1-9]\\d{0,4}";
    private static final String PERCENT = "\\d{1,2}|100";
    private static final String LIMIT = "wait.limit";
    /** Waits are counted in nanoseconds, which end after 292 years. */
    private static final String SPAN = "[1-9]\\d{0,5}[smh]|[1-9]\\d{0,4}d";

    public static final List<Setting> SETTINGS = List.of(
            setting("chunk.records", "200", SOME, "records that travel the steps together, 1 to 99999"),
            setting("guard.fewest", "10", SOME, "fewest deletes in one round that the guard stops"),
            setting("guard.percent", "5", PERCENT, "per cent of a flow's links that may be deleted in one round"),
            setting(
                    "park.first-pause",
                    "1m",
                    SPAN,
                    "pause before a refused record is tried again; doubled with each try"),
            setting("park.longest-pause", "6h", SPAN, "longest pause of a refused record"),
            setting(
                    "wait.round",
                    "30m",
                    SPAN,
                    "how long a round waits for another one that has the same flow or feed; then it ends"),
            setting(
                    "wait.write",
                    "5m",
                    SPAN,
                    "how long a round waits for a worker that writes the same records; then it ends"),
            setting(
                    "wait.decision",
                    "1m",
                    SPAN,
                    "how long a decision waits for a flow at work; then the command says so"),
            setting(
                    LIMIT,
                    "2m",
                    SPAN,
                    "how long a call waits for its system's limits; if it had to wait longer, its flows stop for this round"));

    private static Setting setting(String key, String value, String form, String meaning) {
        return new Setting(key, false, value, List.of(), form, meaning);
    }

    /** @param settings checked ones */
    public static Tuning of(Settings settings) {
        return new Tuning(
                Integer.parseInt(settings.get("chunk.records").orElseThrow()),
                new Guard(
                        Integer.parseInt(settings.get("guard.fewest").orElseThrow()),
                        Integer.parseInt(settings.get("guard.percent").orElseThrow())),
                new Pauses(span(settings, "park.first-pause"), span(settings, "park.longest-pause")),
                new Waits(
                        span(settings, "wait.round"),
                        span(settings, "wait.write"),
                        span(settings, "wait.decision"),
                        span(settings, LIMIT)));
    }

    /** How long a call waits for its budget. @param settings by name; checked ones */
    public static Duration longestWaitForLimit(Function<String, Optional<String>> settings) {
        return settings.apply(LIMIT)
                .flatMap(Durations::parse)
                .orElse(DEFAULT.waits().limit());
    }

    private static Duration span(Settings settings, String key) {
        return settings.get(key).flatMap(Durations::parse).orElseThrow();
    }
}
