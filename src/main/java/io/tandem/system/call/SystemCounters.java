package io.tandem.system.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.system.CallCounts;
import io.tandem.system.SystemState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How one system does, since this process began: its calls, how long they took, which of its hosts are down. Thread-safe.
 *
 * <p>Calls are counted in the process's registry of numbers, as {@code tandem.calls}, {@code tandem.calls.limited} and
 * {@code tandem.call.duration}; what MBeans and the console show of them is read from there.
 */
public final class SystemCounters {

    /** A moving average forgets nine tenths of a call's weight after about twenty more. */
    private static final double WEIGHT = 0.1;

    private final Runnable firstAnswer;
    private boolean hasAnswered;
    private final Counter reads;
    private final Counter writes;
    private final Counter limited;
    private final Timer answers;
    private double recentMillis;
    private final Map<String, Down> down = new TreeMap<>();
    private final Map<String, String> lastFailures = new TreeMap<>();

    private record Down(Instant since, String why) {}

    /** @param firstAnswer run once, when the system has answered as itself for the first time */
    SystemCounters(String system, MeterRegistry numbers, Runnable firstAnswer) {
        this.firstAnswer = firstAnswer;
        this.reads = calls(system, "read", numbers);
        this.writes = calls(system, "write", numbers);
        this.limited = Counter.builder("tandem.calls.limited")
                .description("Calls answered: too many requests")
                .tag("system", system)
                .register(numbers);
        this.answers = Timer.builder("tandem.call.duration")
                .description("How long calls took, waiting for a budget left out")
                .tag("system", system)
                .register(numbers);
    }

    private static Counter calls(String system, String kind, MeterRegistry numbers) {
        return Counter.builder("tandem.calls")
                .description("Calls, repeated tries included")
                .tag("system", system)
                .tag("kind", kind)
                .register(numbers);
    }

    synchronized void called(Calls.Kind kind) {
        if (kind == Calls.Kind.READ) {
            reads.increment();
        } else if (kind == Calls.Kind.WRITE) {
            writes.increment();
        }
    }

    synchronized void limited() {
        limited.increment();
    }

    /** A call was answered, whatever the answer, so long after it went out. */
    synchronized void answered(Duration took) {
        long millis = Math.max(0, took.toMillis());
        recentMillis = answers.count() == 0 ? millis : recentMillis + WEIGHT * (millis - recentMillis);
        answers.record(millis, TimeUnit.MILLISECONDS);
    }

    /** A host works. */
    synchronized void up(String host) {
        down.remove(host);
        if (!hasAnswered) {
            firstAnswer.run();
            hasAnswered = true;
        }
    }

    /** A host answered one call with an error that may be its own. */
    synchronized void failed(String host, String why) {
        lastFailures.put(host, why);
    }

    /** What {@link #failed} was last given. */
    synchronized String lastFailure(String host) {
        return lastFailures.getOrDefault(host, "without an answer");
    }

    /** A host as a whole fails; the first failure of a row says since when. */
    synchronized void down(String host, Instant now, String why) {
        Down before = down.get(host);
        down.put(host, new Down(before == null ? now : before.since(), why));
    }

    /** Why a host fails; empty while it works. */
    synchronized Optional<String> whyDown(String host) {
        return Optional.ofNullable(down.get(host)).map(Down::why);
    }

    /** @param budgets what is left of them now, which is shown with it */
    public synchronized SystemState state(Map<String, SystemState.Left> budgets) {
        return new SystemState(
                new CallCounts((long) reads.count(), (long) writes.count(), (long) limited.count()),
                answers.count(),
                (long) answers.totalTime(TimeUnit.MILLISECONDS),
                Math.round(recentMillis),
                down.values().stream().map(Down::since).min(Comparator.naturalOrder()),
                down.values().stream().map(Down::why).distinct().collect(Collectors.joining("; ")),
                budgets);
    }
}
