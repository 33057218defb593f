package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rule 11: our clock may have been set since a moment was stored. Each class that compares moments stands here, with what
 * keeps a wrong clock from stopping it; a new one has to ask {@code Moments}, or say why it needn't.
 */
class StoredMomentsTest {

    private static final Path SOURCES = Path.of("src/main/java/io/tandem");
    private static final Pattern COMPARES =
            Pattern.compile("\\.(isBefore|isAfter)\\(|_ms (<|>|<=|>=) |clock\\.millis\\(\\)");

    private static final String JUDGED = "asks Moments";
    private static final String STEADY = "in memory only, by a clock that nobody sets";
    private static final String STAMPS = "compares stamps of the systems, not ours";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("chunk/Link.java", "compares with the beginning of time"),
            Map.entry(
                    "app/ClassArchive.java", "how long ago a file was made: at worst an attempt more, or a day later"),
            Map.entry("app/ConfigurationWatch.java", STEADY),
            Map.entry("app/RoundFailedNote.java", STEADY),
            Map.entry("config/Moments.java", JUDGED),
            Map.entry("console/Brake.java", STEADY),
            Map.entry("console/Sessions.java", STEADY),
            Map.entry("observe/ApplicationView.java", STEADY),
            Map.entry("fetch/Arrival.java", "gets from Moments since when the clock is steady"),
            Map.entry("fetch/Failures.java", JUDGED),
            Map.entry("fetch/Feeds.java", JUDGED),
            Map.entry("fetch/PageIntake.java", STAMPS),
            Map.entry("fetch/Worklist.java", "draws by the time, compares nothing"),
            Map.entry("fetch/Woken.java", "draws by the time, compares nothing"),
            Map.entry("store/CleanedUp.java", "what lies in the future counts as long ago"),
            Map.entry("store/History.java", "ages count from the newest event"),
            Map.entry("store/Chains.java", "compares stored moments with each other"),
            Map.entry("store/Conflicts.java", "ages count from the newest event"),
            Map.entry("store/Snapshots.java", "ages count from the newest event"),
            Map.entry("system/rest/Streak.java", "within the calls of one chunk"),
            Map.entry("upsert/KnownPartners.java", JUDGED),
            Map.entry("store/Leases.java", "by the store's clock; a lease too long is shortened"),
            Map.entry("store/Intents.java", "what lies in the future waits for the next look at its pair"),
            Map.entry("store/LeaseRows.java", "by the store's clock; a lease too long is shortened"),
            Map.entry("store/SharedLease.java", "in memory; a clock that was set ends the turn"),
            Map.entry("store/StoredLedger.java", "calls and pauses of the future count from now"),
            Map.entry("system/call/Answer.java", STAMPS),
            Map.entry("system/call/CallBeans.java", "notes when a call went out"),
            Map.entry("system/CallLedger.java", "calls and pauses of the future count from now"),
            Map.entry(
                    "system/call/CallsInFlight.java",
                    "calls under way; a clock that was set miscounts them for one window"),
            Map.entry("system/rest/JobWait.java", STEADY),
            Map.entry("system/call/Pace.java", JUDGED),
            Map.entry("system/rest/RecordReader.java", STAMPS),
            Map.entry("system/rest/NextStart.java", STAMPS),
            Map.entry("system/call/SignIn.java", STEADY),
            Map.entry("record/Stamps.java", STAMPS),
            Map.entry("system/rest/Successes.java", STEADY),
            Map.entry("system/call/SystemRoute.java", "how long a call took, never below zero"),
            Map.entry("system/rest/PageReader.java", STAMPS),
            Map.entry("transform/LostAnswers.java", "gets only moments that Moments believes"),
            Map.entry("transform/RowMerge.java", "gets only moments that Moments believes"),
            Map.entry("transform/PairCase.java", JUDGED),
            Map.entry("transform/BelievedTimes.java", JUDGED),
            Map.entry("upsert/CreateAttempts.java", "what lies in the future counts as late"));

    @Test
    void everyPlaceThatComparesMoments_isSafeFromAClockThatWasSet() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String name = SOURCES.relativize(file).toString().replace(File.separatorChar, '/');
                String code = Files.readString(file);
                if (!name.startsWith("sandbox/") && COMPARES.matcher(code).find()) {
                    String reason = REASONS.getOrDefault(name, "unknown");
                    boolean asks = code.contains("Moments") || !reason.equals(JUDGED);
                    found.put(name, asks ? reason : "does not ask Moments");
                }
            }
        }
        assertThat(found).isEqualTo(new TreeMap<>(REASONS));
    }
}
