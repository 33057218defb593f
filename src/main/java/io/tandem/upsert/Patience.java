package io.tandem.upsert;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.store.NextTry;
import io.tandem.system.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * How often the next round simply tries again after a write without result: a version conflict, or an answer whose
 * values are gone. After that the record is parked like any other that fails, with growing pauses (rule 12).
 * Thread-safe.
 *
 * <p>Each process counts by itself. After a start it tries a few times before the record is parked, and never while the
 * record is parked.
 */
final class Patience {

    /** Fewer than the rounds of a sync, so that it ends with parked records and not in the middle. */
    private static final int TRIES = 3;

    static final Refusal CONFLICT = new Refusal(
            Refusal.Kind.TEMPORARY, "a version conflict each time: it is no longer as it was seen right before", null);

    private final Jdbi jdbi;
    private final Map<String, Integer> inARow = new ConcurrentHashMap<>();

    Patience(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Counts one more try without result. Cost: one look-up.
     *
     * @return whether the next round simply tries again
     */
    boolean lasts(Flow flow, Side side, SyncRecord written) {
        String id = written.key().id();
        return inARow.merge(place(flow, side, id), 1, Integer::sum) < TRIES
                && !jdbi.<Boolean, RuntimeException>withHandle(h -> NextTry.pauses(h, flow.id(), side, id));
    }

    /** Whether the last write of this record came to nothing. */
    boolean isTried(Flow flow, Side side, String id) {
        return inARow.containsKey(place(flow, side, id));
    }

    /** A write of this record went through. */
    void restored(Flow flow, Side side, SyncRecord written) {
        inARow.remove(place(flow, side, written.key().id()));
    }

    private static String place(Flow flow, Side side, String id) {
        return flow.id() + "/" + side + "/" + id;
    }
}
