package io.tandem.system;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How one system does, since this process began: its calls, how long they took, whether it is down. Thread-safe. */
final class Vitals {

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
    private Instant downSince;
    private String whyDown = "";

    /** @param firstAnswer run once, when the system has answered as itself for the first time */
    Vitals(Runnable firstAnswer) {
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

    /** The system as a whole works. */
    synchronized void up() {
        downSince = null;
        whyDown = "";
        if (!hasAnswered) {
            firstAnswer.run();
            hasAnswered = true;
        }
    }

    /** The system as a whole fails; the first failure of a row says since when. */
    synchronized void down(Instant now, String why) {
        if (downSince == null) {
            downSince = now;
        }
        whyDown = why;
    }

    /** Why the system fails; empty while it works. */
    synchronized Optional<String> whyDown() {
        return Optional.of(whyDown).filter(why -> !why.isEmpty());
    }

    synchronized SystemCondition condition(Map<String, SystemCondition.Left> budgets) {
        return new SystemCondition(
                new Systems.Counts(reads, writes, limited),
                answers,
                totalMillis,
                Math.round(recentMillis),
                Optional.ofNullable(downSince),
                whyDown,
                budgets);
    }
}
