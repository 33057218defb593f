package io.tandem.store;

import io.tandem.flow.Side;
import java.time.Instant;

/**
 * One parked record or property.
 *
 * @param property "" if it is about the whole record
 * @param nextTry null if it waits for a change of the record or an operator
 */
public record Parked(
        long id,
        String flow,
        Side side,
        String recordId,
        String property,
        String reason,
        int attempts,
        Instant nextTry) {

    /** Whether an operator wants another try, and it has not started. */
    public boolean isWanted() {
        return Instant.EPOCH.equals(nextTry);
    }
}
