package io.tandem.fetch;

import io.tandem.record.RecordKey;
import io.tandem.store.Park;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records that can't be read, or not be stored: they stay as they were seen last, their flows say so, and all others go on. */
final class Unreadable {

    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
    private static final String STAMP = "its modified time can't be read";
    private static final String ABSENT = "a complete list left it out, and it can't be read by itself";

    private static final String REFUSED = "it can't be stored";

    private Unreadable() {}

    /**
     * A page of a list.
     *
     * @param unreadable those whose modified time is none
     * @param readable the others: those that were parked here are free again
     */
    static void listed(
            Handle handle,
            List<FeedNeeds.Use> uses,
            List<String> unreadable,
            Collection<String> readable,
            Instant now) {
        Map<String, String> reasons = new TreeMap<>();
        unreadable.forEach(id -> reasons.put(id, STAMP));
        park(handle, uses, STAMP, reasons, readable, now);
        park(handle, uses, ABSENT, Map.of(), readable, now);
    }

    /**
     * Records whose data the store refuses.
     *
     * @param refused by id, why
     * @param stored those that were parked here are free again
     */
    static void refused(
            Handle handle,
            List<FeedNeeds.Use> uses,
            Map<String, String> refused,
            Collection<String> stored,
            Instant now) {
        Map<String, String> reasons = new TreeMap<>();
        refused.forEach((id, why) ->
                reasons.put(id, REFUSED + ": " + why + ". It stays as it was seen last; correct it in its system"));
        park(handle, uses, REFUSED, reasons, stored, now);
    }

    /** Records whose ids no store could hold: they are listed under what can be kept of these. */
    static void oddIds(Handle handle, List<FeedNeeds.Use> uses, List<String> ids, Instant now) {
        Map<String, String> reasons = new TreeMap<>();
        ids.forEach(id -> reasons.put(
                RecordKey.shortened(id),
                REFUSED + ": its id has " + id.length()
                        + " characters, and is too long or has characters that no id has. It takes no part"));
        park(handle, uses, REFUSED, reasons, List.of(), now);
    }

    /**
     * Direct reads of what a list left out.
     *
     * @param unread by id, why it could not be read
     * @param settled those that were found, or are gone
     */
    static void absent(
            Handle handle,
            List<FeedNeeds.Use> uses,
            Map<String, String> unread,
            Collection<String> settled,
            Instant now) {
        Map<String, String> reasons = new TreeMap<>();
        unread.forEach((id, why) -> reasons.put(id, ABSENT + ": " + why));
        park(handle, uses, ABSENT, reasons, settled, now);
    }

    private static void park(
            Handle handle,
            List<FeedNeeds.Use> uses,
            String kind,
            Map<String, String> reasons,
            Collection<String> healed,
            Instant now) {
        for (FeedNeeds.Use use : uses) {
            int news = Park.replace(handle, use.flow(), use.side(), kind, reasons, healed, now);
            if (news > 0) {
                LOG.warn("{}: {} {} parked: {}", use.flow(), news, news == 1 ? "record" : "records", kind);
            }
        }
    }
}
