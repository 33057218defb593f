package io.tandem.feed;

import io.tandem.park.Park;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records whose modified time can't be read: they stay as they were seen last, their flows say so, and all others go on. */
final class Unreadable {

    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
    private static final String REASON = "its modified time can't be read";

    private Unreadable() {}

    /** @param readable records of the same page: those that were parked for this are free again */
    static void park(
            Handle handle, List<FeedPlan.Use> uses, List<String> unreadable, Collection<String> readable, Instant now) {
        for (FeedPlan.Use use : uses) {
            int news = Park.replace(handle, use.flow(), use.side(), REASON, unreadable, readable, now);
            if (news > 0) {
                LOG.warn("{}: {} {} parked: {}", use.flow(), news, news == 1 ? "record" : "records", REASON);
            }
        }
    }
}
