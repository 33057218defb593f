package io.tandem.chunk;

import io.tandem.record.SyncRecord;
import java.time.Instant;
import java.util.Map;

/**
 * A snapshot: what we last saw of a record.
 *
 * @param record only the properties that some flow uses
 * @param changedAt per property, when its value came into being, on our clock (rule 5)
 * @param sequence its place in the feed
 * @param met the place of its last state that no write of ours made; 0 if there is none
 */
public record Snapshot(SyncRecord record, Map<String, Instant> changedAt, long sequence, long met) {

    /** Whether everything new since an offset is our own writing. */
    public boolean isEchoTo(long offset) {
        return met < sequence && met <= offset;
    }

    public String id() {
        return record.key().id();
    }
}
