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
 * @param echo whether its last change was a write of ours
 */
public record Snapshot(SyncRecord record, Map<String, Instant> changedAt, long sequence, boolean echo) {

    public String id() {
        return record.key().id();
    }
}
