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
     * Why some records of a list's page are parked, by id.
     *
     * @param unreadable those whose modified time is none
     * @param refused those whose data the store refuses, by id, and why
     * @param odd ids that no store could hold: they are listed under what can be kept of these
     */
    static Map<String, String> listed(
            Collection<String> unreadable, Map<String, String> refused, Collection<String> odd) {
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
        return reasons;
    }

    private static String refusal(String why) {
        return Park.UNSTORABLE + ": " + why + ". It stays as it was seen last; correct it in its system";
    }

    /**
     * The same of direct reads of what a list left out.
     *
     * @param unread by id, why it could not be read
     * @param refused those whose data the store refuses, by id, and why
     */
    static Map<String, String> absent(Map<String, String> unread, Map<String, String> refused) {
        Map<String, String> reasons = new TreeMap<>();
        unread.forEach((id, why) -> reasons.put(id, Park.ABSENT + ": " + why));
        refused.forEach((id, why) -> reasons.put(id, refusal(why)));
        return reasons;
    }

    /**
     * Parks records in all flows that use them.
     *
     * @param reasons by id
     * @param healed the others that were read: those that were parked here are free again
     */
    static void park(
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
