package io.tandem.system;

import java.time.Instant;
import java.util.List;

/** Remembers how much of each budget was used, across restarts (rule 15). */
public interface CallLedger {

    /** Some calls within a short span that begins at a moment. */
    record Used(Instant bucket, int calls) {}

    /** Counts one call. Cost: one statement. */
    void used(String budget, Instant bucket);

    /** What was used since a moment, oldest first; older counts are forgotten. */
    List<Used> since(String budget, Instant moment);

    /** Remembers nothing. */
    static CallLedger none() {
        return new CallLedger() {
            @Override
            public void used(String budget, Instant bucket) {
                // a process that keeps no store begins each time anew
            }

            @Override
            public List<Used> since(String budget, Instant moment) {
                return List.of();
            }
        };
    }
}
