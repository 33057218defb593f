package io.tandem.config;

import java.time.Duration;
import java.util.List;

/**
 * The numbers of a site that steps go by; their settings say unit and reason.
 *
 * @param chunkRecords records that travel the steps together and are saved in one transaction
 * @param guard when a round would delete too much (rule 13)
 * @param pauses between tries of a parked record (rule 12)
 */
public record Tuning(int chunkRecords, Guard guard, Pauses pauses) {

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

    public static final Tuning DEFAULT =
            new Tuning(200, new Guard(10, 5), new Pauses(Duration.ofMinutes(1), Duration.ofHours(6)));

    private static final String SOME = "[1-9]\\d{0,4}";
    private static final String PERCENT = "\\d{1,2}|100";
    private static final String SPAN = "[1-9]\\d{0,5}(s|m|h|d)";

    public static final List<Setting> SETTINGS = List.of(
            setting("chunk.records", "200", SOME, "records that travel the steps together, 1 to 99999"),
            setting("guard.fewest", "10", SOME, "deletes in one round that make the guard look at a flow at all"),
            setting("guard.percent", "5", PERCENT, "per cent of a flow's links that may be deleted in one round"),
            setting("park.first-pause", "1m", SPAN, "before a refused record is tried again; doubled with each try"),
            setting("park.longest-pause", "6h", SPAN, "that no pause of a refused record exceeds"));

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
                new Pauses(span(settings, "park.first-pause"), span(settings, "park.longest-pause")));
    }

    private static Duration span(Settings settings, String key) {
        return settings.get(key).flatMap(Durations::parse).orElseThrow();
    }
}
