package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.system.SystemCondition;
import java.util.function.Supplier;

/**
 * The calls of a proof: how many at most is said first and held while it goes on. What a running application calls for
 * itself in between is not counted. Thread-safe.
 */
final class Calls {

    private final Application app;
    private final long most;
    private final long ofOneAction;
    private volatile boolean stopped;
    private long made;

    /** The proof ends early; what it made is still removed. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String why) {
            super(why);
        }
    }

    /** @param ofOneAction how many calls one action makes at most */
    Calls(Application app, long most, long ofOneAction) {
        this.app = app;
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
        if (made + ofOneAction > most) {
            throw new Ended("the " + most + " calls that were announced are used up");
        }
        return alsoCounted(action);
    }

    /** The same of what has to be done in any case: what was made is removed. */
    <T> T alsoCounted(Supplier<T> action) {
        long before = total(app);
        try {
            return action.get();
        } finally {
            made += total(app) - before;
        }
    }

    /** The calls that this process made so far. */
    static long total(Application app) {
        return app.systems().names().stream()
                .flatMap(name -> app.systems().condition(name).stream())
                .map(SystemCondition::calls)
                .mapToLong(calls -> calls.read() + calls.write())
                .sum();
    }

    long made() {
        return made;
    }
}
