package io.tandem.fetch;

import io.tandem.chunk.Trouble;
import io.tandem.record.Count;
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

/** Records that can't be read or stored: they stay as they were seen last and are parked, and all others go on. */
final class Unreadable {

    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    private Unreadable() {}

    /**
     * A page of a list.
     *
     * @param unreadable those whose modified time is none
     * @param refused those whose data the store refuses, by id, and why
     * @param odd ids that no store could hold: they are listed under what can be kept of these
     * @param stored the others: those that were parked here are free again
     */
    static void listed(
            Handle handle,
            List<FeedNeeds.Use> uses,
            Collection<String> unreadable,
            Map<String, String> refused,
            Collection<String> odd,
            Collection<String> stored,
            Instant now) {
        Map<String, String> reasons = new TreeMap<>();
        unreadable.forEach(id -> reasons.put(id, Park.STAMP));
        refused.forEach((id, why) -> reasons.put(id, refusal(why)));
        odd.forEach(id -> reasons.put(
                RecordKey.shortened(id),
                Park.UNSTORABLE + ": its id "
                        + (id.isBlank()
                                ? "is blank"
                                : "has " + Count.of(id.length(), "character")
                                        + ", and is too long or has characters that no id has")
                        + ". It takes no part"));
        park(handle, uses, reasons, stored, now);
    }

    private static String refusal(String why) {
        return Park.UNSTORABLE + ": " + why + ". It stays as it was seen last; correct it in its system";
    }

    /**
     * Direct reads of what a list left out.
     *
     * @param unread by id, why it could not be read
     * @param refused those whose data the store refuses, by id, and why
     * @param settled those that were found, or are gone
     */
    static void absent(
            Handle handle,
            List<FeedNeeds.Use> uses,
            Map<String, String> unread,
            Map<String, String> refused,
            Collection<String> settled,
            Instant now) {
        Map<String, String> reasons = new TreeMap<>();
        unread.forEach((id, why) -> reasons.put(id, Park.ABSENT + ": " + why));
        refused.forEach((id, why) -> reasons.put(id, refusal(why)));
        park(handle, uses, reasons, settled, now);
    }

    private static void park(
            Handle handle,
            List<FeedNeeds.Use> uses,
            Map<String, String> reasons,
            Collection<String> healed,
            Instant now) {
        for (FeedNeeds.Use use : uses) {
            List<Trouble> news = Park.replace(handle, use.flow(), use.side(), reasons, healed, now);
            for (String kind : Park.UNREAD) {
                long some = news.stream()
                        .filter(trouble -> trouble.reason().startsWith(kind))
                        .count();
                if (some > 0) {
                    LOG.warn("{}: {} parked: {}", use.flow(), Count.of(some, "record"), kind);
                }
            }
        }
    }
}
