package io.tandem.system;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a system does since this process began.
 *
 * @param answers tries that ended, with an answer or without
 * @param totalMillis how long all of these took together
 * @param latencyMillis a moving average of the last tries
 * @param downSince when it began to fail as a whole; empty while it works or was not called yet
 * @param whyDown without values; "" while it works
 * @param budgets what is left in each class's window, by the class's name without its system
 */
public record SystemState(
        CallCounts calls,
        long answers,
        long totalMillis,
        long latencyMillis,
        Optional<Instant> downSince,
        String whyDown,
        Map<String, Left> budgets) {

    /** What is left of a budget of so many calls. */
    public record Left(int left, int of) {}
}
