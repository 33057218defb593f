package io.tandem.transform;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.record.Presence;

/** Where a link stands, from the presence of its two records (rule 13, {@code deletes: keep}). Pure. */
final class Lifecycle {

    private Lifecycle() {}

    /** A link whose records are both back is linked again. Links that are being created or were unlinked stay as they are. */
    static LinkState next(Link link, Presence source, Presence target) {
        if (link.state() == LinkState.CREATING || link.state() == LinkState.UNLINKED) {
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
}
