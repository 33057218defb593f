package io.tandem.store;

import io.tandem.record.NumberSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * One walk over all of an entity, and which of the known records it listed (rule 14).
 *
 * <p>What was listed is kept as a bit for each sequence number that the feed had given when the walk began, so that a list in
 * which nothing has changed writes nothing. A record that gets a new number since then exists: its answer was seen. A walk
 * that is cut short is done again from the beginning. Used by one thread.
 */
public final class FullPass {

    /** How many absent records are handed out at once, and how many snapshots are looked at for them. */
    private static final int PIECE = 200;

    private static final int LOOKED_AT = 1_000;

    private final int feed;
    private final boolean findsAbsent;
    private final long newest;
    private final NumberSet listed = new NumberSet();
    private long after;

    /**
     * @param findsAbsent false for an increment, and where nothing was known before
     * @param newest the feed's last sequence number when the walk begins
     */
    public FullPass(int feed, boolean findsAbsent, long newest) {
        this.feed = feed;
        this.findsAbsent = findsAbsent;
        this.newest = newest;
    }

    public int feed() {
        return feed;
    }

    public boolean findsAbsent() {
        return findsAbsent;
    }

    /** A page showed these, which were known before. Doing it twice does no harm. */
    public void listed(Collection<Snapshots.Row> known) {
        if (findsAbsent) {
            known.forEach(row -> listed.add(row.seen().sequence()));
        }
    }

    /**
     * The next of the known records that the walk did not list and that aren't deleted already; none if there are no more.
     * Cost: all calls together read each snapshot of the feed once.
     */
    public List<String> nextUnlisted(Jdbi jdbi) {
        List<String> unlisted = new ArrayList<>();
        Map<String, Long> piece;
        do {
            long from = after;
            piece = jdbi.withHandle(h -> Snapshots.undeleted(h, feed, from, newest, LOOKED_AT));
            for (Map.Entry<String, Long> known : piece.entrySet()) {
                after = known.getValue();
                if (!listed.contains(known.getValue())) {
                    unlisted.add(known.getKey());
                }
                if (unlisted.size() == PIECE) {
                    return unlisted;
                }
            }
        } while (!piece.isEmpty());
        return unlisted;
    }
}
