package io.tandem.proof;

import io.tandem.system.RunCalls;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The calls of a proof: how many at most is said first and held while it goes on. What a running application calls for
 * itself beside it is not counted. Thread-safe.
 */
final class AnnouncedCalls {

    private final long most;
    private final long ofOneAction;
    private final RunCalls calls = new RunCalls();
    private volatile boolean stopped;

    /** The proof ends early; what it made is still removed. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String why) {
            super(why);
        }
    }

    /** @param ofOneAction how many calls one action makes at most */
    AnnouncedCalls(long most, long ofOneAction) {
        this.most = most;
        this.ofOneAction = ofOneAction;
    }

    /** No action is started any more. */
    void stop() {
        stopped = true;
    }

    /** Does something that calls systems. @throws Ended if it may not */
    <T> T counted(Supplier<T> action) {
        if (stopped) {
            throw new Ended("it was stopped");
        }
        if (made() + ofOneAction > most) {
            throw new Ended("the " + most + " calls that were announced are used up");
        }
        return alsoCounted(action);
    }

    /** The same of what has to be done in any case: what was made is removed. */
    <T> T alsoCounted(Supplier<T> action) {
        AtomicReference<T> result = new AtomicReference<>();
        calls.counting(() -> result.set(action.get()));
        return result.get();
    }

    /** What takes the calls, for rounds that are a part of the proof. */
    RunCalls calls() {
        return calls;
    }

    long made() {
        return calls.made();
    }
}
