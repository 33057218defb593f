package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.flow.Flow;
import java.util.function.Supplier;

/**
 * The calls of a proof: how many at most is said first and held while it goes on. What a running application calls for
 * itself in between is not counted.
 */
final class Calls {

    /** A read and a write, which can be several calls one after the other, waits for a job among them. */
    private static final int FOR_AN_EDIT = 8;

    /** Two to five rounds, each of which reads two entities; one of them writes. */
    private static final int FOR_A_SYNC = 30;

    /** Records for the claims that no link is made, beside two for each way to match. */
    private static final int OTHER_RECORDS = 7;

    /** A row's value is also cleared, its conditions are met, and what stood there is put back, on each side. */
    private static final int OTHER_EDITS = 4;

    private final Application app;
    private final long most;
    private long made;

    /** More calls are asked for than were announced. */
    static final class UsedUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsedUp(long most) {
            super("the " + most + " calls that were announced are used up");
        }
    }

    Calls(Application app, long most) {
        this.app = app;
        this.most = most;
    }

    /** How many calls a flow's proof makes at most, behind its first sync. */
    static long most(Flow flow) {
        long records = OTHER_RECORDS + 2L * flow.match().size();
        long edits = 2L * flow.rows().size() * (Examples.most() + OTHER_EDITS);
        return records * 3 * FOR_AN_EDIT + 5L * FOR_A_SYNC + edits * (FOR_AN_EDIT + FOR_A_SYNC);
    }

    /** Does something that calls systems. @throws UsedUp if it may not */
    <T> T counted(Supplier<T> deed) {
        if (made + FOR_A_SYNC > most) {
            throw new UsedUp(most);
        }
        return alsoCounted(deed);
    }

    /** The same of what has to be done in any case: what was made is removed. */
    <T> T alsoCounted(Supplier<T> deed) {
        long before = total();
        try {
            return deed.get();
        } finally {
            made += total() - before;
        }
    }

    private long total() {
        return app.systems().counts().values().stream()
                .mapToLong(counts -> counts.read() + counts.write())
                .sum();
    }

    long made() {
        return made;
    }

    long most() {
        return most;
    }
}
