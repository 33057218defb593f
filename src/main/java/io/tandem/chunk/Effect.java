package io.tandem.chunk;

import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code upsert} came to on one side of a pair. Immutable. */
public sealed interface Effect {

    /** The record as an answer left it, which is its next snapshot; empty if no answer showed it. */
    default Optional<SyncRecord> fresh() {
        return Optional.empty();
    }

    /** By property, when the values that we wrote came into being at their origin (rule 5). */
    default Map<String, Instant> changedAt() {
        return Map.of();
    }

    /** Nothing was to be written. */
    record Unchanged() implements Effect {}

    /**
     * Written, or deleted.
     *
     * @param rows that were written; none for a delete
     */
    record Written(SyncRecord record, List<RowOutcome.WriteTo> rows, Map<String, Instant> changedAt) implements Effect {
        public Written {
            rows = List.copyOf(rows);
            changedAt = Map.copyOf(changedAt);
        }

        @Override
        public Optional<SyncRecord> fresh() {
            return Optional.of(record);
        }
    }

    /**
     * A new record.
     *
     * @param values that it was made of
     */
    record Created(SyncRecord record, Values values, Map<String, Instant> changedAt) implements Effect {
        public Created {
            changedAt = Map.copyOf(changedAt);
        }

        @Override
        public Optional<SyncRecord> fresh() {
            return Optional.of(record);
        }
    }

    /** A record that existed already is the partner now. */
    record Adopted(SyncRecord record) implements Effect {
        @Override
        public Optional<SyncRecord> fresh() {
            return Optional.of(record);
        }
    }

    /**
     * It is no longer as it was seen: nothing was written.
     *
     * @param fresh as it stands now, if that could be read
     */
    record Stale(Optional<SyncRecord> fresh) implements Effect {}

    /**
     * Nothing was written.
     *
     * @param fresh as it stands now, if the answer showed it
     */
    record Refused(Optional<SyncRecord> fresh) implements Effect {}

    /** It was deleted before. */
    record Gone(SyncRecord record) implements Effect {
        @Override
        public Optional<SyncRecord> fresh() {
            return Optional.of(record);
        }
    }

    /**
     * No answer says whether it was written.
     *
     * @param fresh as it stands now, if that could be read
     */
    record InDoubt(Optional<SyncRecord> fresh) implements Effect {}
}
