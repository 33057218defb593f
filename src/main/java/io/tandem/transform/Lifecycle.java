package io.tandem.transform;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.Side;
import io.tandem.record.Presence;
import java.util.Optional;

/** Where a link stands, from the presence of its two records (rule 13). Pure. */
final class Lifecycle {

    private Lifecycle() {}

    /** A link whose records are both back is linked again. Links that are being created or were unlinked stay as they are. */
    static LinkState next(Link link, Presence source, Presence target) {
        if (link.state() == LinkState.CREATING || link.state() == LinkState.UNLINKED) {
            return link.state();
        }
        boolean settled = link.state() == LinkState.SOURCE_DELETED || link.state() == LinkState.TARGET_DELETED;
        if (settled && source == Presence.DELETED && target == Presence.DELETED) {
            return link.state();
        }
        if (source == Presence.DELETED) {
            return LinkState.SOURCE_DELETED;
        }
        if (target == Presence.DELETED) {
            return LinkState.TARGET_DELETED;
        }
        return source == Presence.LEFT || target == Presence.LEFT ? LinkState.LEFT : LinkState.LINKED;
    }

    /**
     * With {@code deletes: propagate}: where the counterpart of a record that was just deleted still lives. A pair that
     * was imported and never merged is no such pair: its record was deleted before Tandem saw it.
     */
    static Optional<Side> survivor(Link link, LinkState next, Presence source, Presence target) {
        if (link.state() != LinkState.LINKED || link.unmerged()) {
            return Optional.empty();
        }
        if (next == LinkState.SOURCE_DELETED && target == Presence.LIVE) {
            return Optional.of(Side.TARGET);
        }
        return next == LinkState.TARGET_DELETED && source == Presence.LIVE
                ? Optional.of(Side.SOURCE)
                : Optional.empty();
    }
}
