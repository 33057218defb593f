package io.tandem.system.rest;

import io.tandem.system.descriptor.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Single records that fail one after the other while their system answers. They are these records' own trouble, however
 * many, as soon as any other one of the same kind goes through: until then those that are left are tried from all over
 * the list, from another place each time, so that the next round finds what this one missed. Only if many were tried and
 * none went through, it is all of the entity's: a few may well be all that had changed, and say nothing about the rest.
 * Records that fail together can fill whole chunks: what {@link Successes} knows of the chunks before counts, too. Used once,
 * for one kind of call.
 */
final class Streak {

    /** As many may fail by chance, or because they belong together. */
    private static final int A_FEW = 5;

    /** So many, and none goes through: no longer a matter of single records. */
    private static final int MOST = 25;

    /** After some failures that took so long, no more are waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int SOME = 8;

    /** Steps of the golden ratio, in thousandths, fall evenly into what is left. */
    private static final int GOLDEN = 618;

    private final Clock clock;
    private final Successes before;
    private final boolean vouched;
    private final boolean doubted;
    private final int start;
    private boolean works;
    private int inARow;
    private Instant failsSince;
    private Problem last;

    /** @param before of the same kind of call of the same entity */
    Streak(Clock clock, Successes before) {
        this.clock = clock;
        this.before = before;
        this.vouched = before.vouch();
        this.doubted = before.isDoubted();
        this.start = (int) (clock.millis() % 1_000);
    }

    /** Does all, in their order; while a few failed and none went through, from everywhere. */
    <T> void each(List<T> all, Consumer<T> work) {
        List<T> left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            work.accept(left.remove(next(left.size())));
        }
    }

    /** Which of those that are left is tried next. */
    int next(int left) {
        return works || inARow < A_FEW ? 0 : (start + inARow * GOLDEN) % 1_000 * left / 1_000;
    }

    /** One went through, or failed for a reason of its own. */
    void worked() {
        works = true;
        inARow = 0;
        before.worked();
    }

    /** @return whether it is no longer a matter of single records */
    boolean failed(Problem problem) {
        last = problem;
        Instant now = clock.instant();
        failsSince = inARow == 0 ? now : failsSince;
        inARow++;
        before.failed();
        boolean slow = inARow >= SOME && failsSince.plus(PATIENCE).isBefore(now);
        boolean ofAll = !works && (slow || inARow >= MOST && !vouched);
        if (ofAll) {
            before.doubt();
        }
        return ofAll;
    }

    /** All were tried. @return whether it is no matter of single records, because none went through in the chunks before either */
    boolean isStillOfAll() {
        return doubted && before.isDoubted() && !works && inARow > 0;
    }

    /** How many were tried, if a few and none went through; else 0. */
    int noneOf() {
        return !works && inARow >= A_FEW ? inARow : 0;
    }

    Problem last() {
        return last;
    }
}
