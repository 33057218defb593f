package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.UnderWay;
import io.tandem.store.Leases;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What one direction of a round looks at, chunk by chunk, in phases. As many chunks as the flow allows are under way at
 * the same time. A phase begins when all chunks of the phase before are done, so no record is in two of them.
 *
 * <p>Camel asks whether there is a next chunk before it hands out this one. So each chunk but the first is loaded when
 * it is taken: if it were loaded earlier, it would hold records as they were before other writes. So the last chunk can
 * be empty. Used by one thread at a time.
 */
public final class ChunkQueue implements Iterator<Chunk> {

    /** Chunks of one kind. */
    interface Phase {
        /** @return without its place; null if there are no more */
        Chunk next();

        /** All chunks of this phase are saved. */
        default void done() {}

        /** Whether it begins again after that: it had more to hand out than it keeps in memory at once. */
        default boolean comesAgain() {
            return false;
        }
    }

    private final Deque<Phase> phases;
    private final Chunk empty;
    private final UnderWay underWay;
    private final Leases.Lease lease;
    private final BooleanSupplier paused;
    private Chunk first;
    private boolean started;
    private boolean promised;
    private RuntimeException failure;

    /** @param empty what is handed out where there turn out to be no more */
    ChunkQueue(List<Phase> phases, Chunk empty, UnderWay underWay, Leases.Lease lease, BooleanSupplier paused) {
        this.phases = new ArrayDeque<>(phases);
        this.empty = empty;
        this.underWay = underWay;
        this.lease = lease;
        this.paused = paused;
    }

    /**
     * False once a chunk failed. A chunk that was promised still comes, but empty: for the splitter an early end is an
     * end without failure.
     */
    @Override
    public boolean hasNext() {
        return orFailsForGood(this::promises);
    }

    /** Waits while as many chunks are under way as the flow allows. */
    @Override
    public Chunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return orFailsForGood(this::take);
    }

    /** After a failure it hands out nothing more, also where an engineer's rule tries the splitter again. */
    private <T> T orFailsForGood(Supplier<T> part) {
        if (failure != null) {
            throw failure;
        }
        try {
            return part.get();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } catch (Error e) {
            failure = new JavaFailed(e);
            throw failure;
        }
    }

    private boolean promises() {
        if (promised || !underWay.goesOn()) {
            return promised;
        }
        if (!started) {
            started = true;
            first = load();
        }
        promised = !lease.ending() && (first != null || !phases.isEmpty());
        return promised;
    }

    private Chunk take() {
        promised = false;
        Chunk chunk = null;
        if (underWay.awaitTurn()) {
            lease.renew();
            chunk = first != null ? first : load();
        }
        first = null;
        Chunk taken = chunk == null ? empty : chunk;
        return taken.at(underWay.begin(taken.first(), taken.last()));
    }

    private Chunk load() {
        Chunk chunk = null;
        if (paused.getAsBoolean()) {
            phases.clear();
        }
        while (chunk == null && !phases.isEmpty() && !lease.ending()) {
            chunk = phases.peek().next();
            if (chunk == null) {
                endPhase();
            }
        }
        return chunk;
    }

    private void endPhase() {
        if (underWay.awaitAll()) {
            Phase over = phases.peek();
            over.done();
            if (!over.comesAgain()) {
                phases.remove();
            }
        } else {
            phases.clear();
        }
    }

    /** Whether a chunk failed, or could not be loaded. */
    boolean hasFailed() {
        return failure != null || underWay.isStopped();
    }

    /** No further chunk is handed out. @param then is done once none is in its steps: at once, or by the last of them */
    void end(Runnable then) {
        underWay.end(then);
    }
}
