package io.tandem.system.call;

import io.tandem.system.CallCounts;
import io.tandem.system.SystemCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How one system does, since this process began: its calls, how long they took, which of its hosts are down. Thread-safe. */
public final class SystemCounters {

    /** A moving average forgets nine tenths of a call's weight after about twenty more. */
    private static final double WEIGHT = 0.1;

    private final Runnable firstAnswer;
    private boolean hasAnswered;
    private long reads;
    private long writes;
    private long limited;
    private long answers;
    private long totalMillis;
    private double recentMillis;
    private final Map<String, Down> down = new TreeMap<>();

    private record Down(Instant since, String why) {}

    /** @param firstAnswer run once, when the system has answered as itself for the first time */
    SystemCounters(Runnable firstAnswer) {
        this.firstAnswer = firstAnswer;
    }

    synchronized void called(Calls.Kind kind) {
        if (kind == Calls.Kind.READ) {
            reads++;
        } else if (kind == Calls.Kind.WRITE) {
            writes++;
        }
    }

    synchronized void limited() {
        limited++;
    }

    /** A call was answered, whatever the answer, so long after it went out. */
    synchronized void answered(Duration took) {
        long millis = Math.max(0, took.toMillis());
        recentMillis = answers == 0 ? millis : recentMillis + WEIGHT * (millis - recentMillis);
        answers++;
        totalMillis += millis;
    }

    /** A host works. */
    synchronized void up(String host) {
        down.remove(host);
        if (!hasAnswered) {
            firstAnswer.run();
            hasAnswered = true;
        }
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

    public synchronized SystemCondition condition(Map<String, SystemCondition.Left> budgets) {
        return new SystemCondition(
                new CallCounts(reads, writes, limited),
                answers,
                totalMillis,
                Math.round(recentMillis),
                down.values().stream().map(Down::since).min(Comparator.naturalOrder()),
                down.values().stream().map(Down::why).distinct().collect(Collectors.joining("; ")),
                budgets);
    }
}
