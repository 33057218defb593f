package io.tandem.system;

import io.tandem.record.SyncRecord;
import java.util.Map;

/** What became of one write. */
public sealed interface WriteResult {

    /**
     * @param record as it stands now, all wanted properties; after a delete, its presence is DELETED
     * @param answered true if the write's own answer carried the record; false if it was read afterwards, so that
     *     somebody's later edit may already be in it
     * @param refused properties that were left unwritten, while the others went through
     */
    record Written(SyncRecord record, boolean answered, Map<String, Refusal> refused) implements WriteResult {}

    /**
     * The record is no longer as it was seen: nothing was written, as far as anything shows.
     *
     * @param fresh as it stands now; null if that could not be read
     * @param inDoubt whether this very write may have been what changed it: an earlier try of it, or one that was answered as
     *     done and left no sign
     */
    record Stale(SyncRecord fresh, boolean inDoubt) implements WriteResult {}

    /**
     * Nothing was written.
     *
     * @param unsent whether no call was made; else one that may heal may have taken effect
     * @param moved the record as it stands, if it has another version than the write was made on: that may be its doing; else null
     */
    record Refused(Refusal refusal, boolean unsent, SyncRecord moved) implements WriteResult {

        public Refused(Refusal refusal) {
            this(refusal, false);
        }

        public Refused(Refusal refusal, boolean unsent) {
            this(refusal, unsent, null);
        }

        /** Whether it may have been done, though nothing shows it. */
        public boolean isInDoubt() {
            return moved != null || refusal.kind() == Refusal.Kind.TEMPORARY && !unsent;
        }
    }
}
