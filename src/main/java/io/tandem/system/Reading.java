package io.tandem.system;

import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What direct reads of some records showed. Only {@code gone} says that a record is deleted (rule 14).
 *
 * @param found by id, as they stand now; deleted ones too where the API shows them
 * @param gone ids of which the system says that there is no such record
 * @param unread by id, why a record could not be read: it may be there or not
 * @param broken present if one read failed after the other, so that the rest was not asked for: those ids are in none of
 *     the others
 */
public record Reading(
        Map<String, SyncRecord> found,
        Set<String> gone,
        Map<String, Refusal> unread,
        Optional<SystemException> broken) {

    public static Reading none() {
        return new Reading(Map.of(), Set.of(), Map.of(), Optional.empty());
    }

    /** Whether anything is said of a record. */
    public boolean answers(String id) {
        return found.containsKey(id) || gone.contains(id) || unread.containsKey(id);
    }

    /** Whether the record is deleted, with or without a trace. */
    public boolean isGone(String id) {
        SyncRecord now = found.get(id);
        return gone.contains(id) || now != null && now.presence() == Presence.DELETED;
    }

    /** Why a record was not found. */
    public Refusal refusal(String id) {
        return unread.getOrDefault(id, Refusal.gone());
    }
}
