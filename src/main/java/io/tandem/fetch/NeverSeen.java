package io.tandem.fetch;

import io.tandem.chunk.Link;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;

/**
 * Linked records that no list has shown, although both entities were fetched. Most likely an import named them wrongly.
 */
public final class NeverSeen {

    private NeverSeen() {}

    /** Parks it, until it is seen or a person takes the link away. */
    public static Trouble trouble(Flow flow, Link link, Side missing) {
        Side other = missing.other();
        return new Trouble(
                missing,
                link.recordId(missing),
                "",
                flow.id() + ": " + flow.entity(missing).record(link.recordId(missing)) + " is linked with "
                        + (link.recordId(other) == null
                                ? "nothing yet"
                                : flow.entity(other).record(link.recordId(other)))
                        + ", but was not seen yet: it does not exist, was deleted before, or is no "
                        + flow.entity(missing)
                        + ". If the link is wrong: tandem unlink " + flow.id() + " " + link.sourceId(),
                false);
    }
}
