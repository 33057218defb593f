package io.tandem.proof;

import io.tandem.app.Application;
import java.util.function.Supplier;

/**
 * The calls of a proof: how many at most is said first and held while it goes on. What a running application calls for
 * itself in between is not counted. Thread-safe.
 */
final class Calls {

    private final Application app;
    private final long most;
    private final long ofOneDeed;
    private volatile boolean stopped;
    private long made;

    /** The proof ends early; what it made is still removed. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String why) {
            super(why);
        }
    }

    /** @param ofOneDeed how many calls one deed makes at most */
    Calls(Application app, long most, long ofOneDeed) {
        this.app = app;
        this.most = most;
        this.ofOneDeed = ofOneDeed;
    }

    /** No deed is started any more. */
    void stop() {
        stopped = true;
    }

    /** Does something that calls systems. @throws Ended if it may not */
    <T> T counted(Supplier<T> deed) {
        if (stopped) {
            throw new Ended("it was stopped");
        }
        if (made + ofOneDeed > most) {
            throw new Ended("the " + most + " calls that were announced are used up");
        }
        return alsoCounted(deed);
    }

    /** The same of what has to be done in any case: what was made is removed. */
    <T> T alsoCounted(Supplier<T> deed) {
        long before = total(app);
        try {
            return deed.get();
        } finally {
            made += total(app) - before;
        }
    }

    /** The calls that this process made so far. */
    static long total(Application app) {
        return app.systems().counts().values().stream()
                .mapToLong(counts -> counts.read() + counts.write())
                .sum();
    }

    long made() {
        return made;
    }
}
