package io.tandem.system;

import io.tandem.record.SyncRecord;
import io.tandem.record.Values;

/** One write to one record. */
public sealed interface Write {

    /**
     * @param externalRef the origin's key, e.g. {@code zendesk/tickets/35436}
     * @param idempotencyKey the same for every attempt at this create
     */
    public record Create(String externalRef, String idempotencyKey, Values values) implements Write {}

    /**
     * @param seen the record that the decision was made on; a write happens only if it is still like that
     * @param changes the properties to write; null values clear
     * @param readFirst whether it is read right before, whatever condition the call has: the last write of it came to nothing,
     *     or was answered as done and could not be seen ({@link Refusal#UNSEEN}, {@link Refusal#UNDONE})
     */
    record Update(SyncRecord seen, Values changes, boolean readFirst) implements Write {

        public Update(SyncRecord seen, Values changes) {
            this(seen, changes, false);
        }
    }

    /** @param seen the record as last seen */
    public record Delete(SyncRecord seen) implements Write {}
}
