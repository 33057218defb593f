package io.tandem.feed;

import io.tandem.chunk.Chunk;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.Leases;
import java.time.Instant;
import java.util.Iterator;

/** What a flow has to look at in one direction. */
public interface Worklist {

    boolean paused(Flow flow);

    /**
     * Woken records first, then stored changes past the flow's offset, in order; lazily.
     *
     * @param lease of the flow, renewed with each chunk
     */
    Iterator<Chunk> chunks(Flow flow, Side from, Instant tick, Leases.Lease lease);
}
