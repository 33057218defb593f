package io.tandem.fetch;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.Leases;
import java.time.Instant;
import java.util.Optional;

/** What a flow has to look at in one direction. */
public interface Worklist {

    boolean paused(Flow flow);

    /** Why the flow must not go on until an operator has looked: too many of its records were deleted at once. */
    Optional<String> heldBack(Flow flow);

    /**
     * Why the flow creates nothing until an operator has looked; else it goes on. Once it may create again, all its records
     * are looked at again.
     */
    Optional<String> heldCreates(Flow flow);

    /**
     * Woken records first, then stored changes past the flow's offset, in order; lazily.
     *
     * @param lease of the flow, renewed with each chunk
     */
    ChunkQueue chunks(Flow flow, Side from, Instant tick, Leases.Lease lease);
}
