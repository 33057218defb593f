package io.tandem.record;

import java.time.Instant;
import java.util.Objects;

/**
 * A record as one answer showed it.
 *
 * @param values only the properties that were asked for
 * @param modified by the system's own clock, as the answer says; {@link Instant#EPOCH} where the API has none
 * @param token version, ETag or updated stamp for a conditional write; null where the API has none
 */
public record SyncRecord(RecordKey key, Values values, Instant modified, String token, Presence presence) {

    public boolean live() {
        return presence == Presence.LIVE;
    }

    public SyncRecord withValues(Values changed) {
        return new SyncRecord(key, changed, modified, token, presence);
    }

    public SyncRecord withModified(Instant moment) {
        return new SyncRecord(key, values, moment, token, presence);
    }

    public SyncRecord withToken(String shown) {
        return new SyncRecord(key, values, modified, shown, presence);
    }

    /** Whether both show one version; stamps count in milliseconds, as the store holds them. */
    public boolean isSameVersion(SyncRecord other) {
        return modified.toEpochMilli() == other.modified.toEpochMilli() && Objects.equals(token, other.token);
    }

    @Override
    public String toString() {
        return key + " " + presence;
    }

    /** The same record, gone. */
    public SyncRecord deleted() {
        return new SyncRecord(key, values, modified, token, Presence.DELETED);
    }
}
