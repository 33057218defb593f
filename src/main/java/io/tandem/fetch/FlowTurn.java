package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.RunCounts;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.FilesInUse;
import io.tandem.store.Leases;
import io.tandem.system.Ahead;
import io.tandem.system.SystemException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn of a flow in a round. It has the lease, brings both feeds up to date, says what each direction looks at, and
 * counts how it ended.
 */
public final class FlowTurn {

    private static final Logger LOG = LoggerFactory.getLogger(FlowTurn.class);

    private final FilesInUse files;
    private final Feeds feeds;
    private final Worklist worklist;
    private final Leases leases;
    private final RunCounts counts;
    private final Executor threads;

    /** @param threads in which one feed is brought up to date beside the other */
    public FlowTurn(
            FilesInUse files, Feeds feeds, Worklist worklist, Leases leases, RunCounts counts, Executor threads) {
        this.files = files;
        this.feeds = feeds;
        this.worklist = worklist;
        this.leases = leases;
        this.counts = counts;
        this.threads = threads;
    }

    boolean isPaused(Flow flow) {
        return worklist.paused(flow);
    }

    /** A round that somebody asked for waits for its turn; one on a schedule leaves the flow to the process that has it. */
    Optional<Leases.Lease> lease(Round round, Flow flow) {
        String name = "flow " + flow.id();
        return round.asked()
                ? Optional.of(leases.take(name, leases.waits().round()))
                : leases.takeUnlessElsewhere(name, leases.waits().round());
    }

    /**
     * Brings both feeds up to date. What one direction then looks at, chunk by chunk.
     *
     * @param round holds the flow's lease
     */
    Iterator<Chunk> chunks(Flow flow, Side from, Round round) {
        if (round.hasFailed()) {
            return Collections.emptyIterator();
        }
        Instant tick = round.tick();
        files.check();
        try {
            updateBoth(flow, tick);
        } catch (Halted halted) {
            LOG.debug("{}", halted.getMessage());
            return Collections.emptyIterator();
        } catch (SystemException.EntityMissing missing) {
            if (counts.missing(flow, missing.getMessage(), round.run())) {
                LOG.warn("{}: left out: {}", flow.id(), missing.getMessage());
            }
            return Collections.emptyIterator();
        }
        Optional<String> held = worklist.heldBack(flow);
        held.ifPresent(round::hold);
        held.or(() -> worklist.heldCreates(flow))
                .filter(why -> counts.held(flow, why))
                .ifPresent(why -> LOG.warn("{}: {}", flow.id(), why));
        if (held.isPresent()) {
            return Collections.emptyIterator();
        }
        ChunkQueue queue = worklist.chunks(flow, from, tick, round.lease().orElseThrow());
        round.looksAt(queue);
        return queue;
    }

    /** Side by side, because each waits for its own system. If both fail, the source is named. */
    private void updateBoth(Flow flow, Instant tick) {
        Ahead<Void> source = Ahead.of(() -> feeds.update(flow.source(), tick), threads);
        try {
            feeds.update(flow.target(), tick);
        } finally {
            source.take();
        }
    }

    /**
     * Gives the lease back once no chunk is in its steps, and counts how the turn ended, also when the store is gone.
     *
     * @param cause why it failed; empty if it didn't
     */
    void end(Flow flow, Round round, Leases.Lease lease, Optional<Exception> cause) {
        boolean ending = lease.ending();
        round.end(() -> {
            Optional<Exception> failure = cause;
            try {
                lease.close();
            } catch (RuntimeException storeIsGone) {
                failure = cause.or(() -> Optional.of(storeIsGone));
                throw storeIsGone;
            } finally {
                count(flow, round, failure, ending);
                round.finish();
            }
        });
    }

    private void count(Flow flow, Round round, Optional<Exception> cause, boolean ending) {
        Optional<RoundFailure> failure = cause.map(RoundFailure::of);
        if (failure.isEmpty()) {
            worklist.trust(flow);
        } else if (failure.get().isOfRecords()) {
            worklist.doubt(flow);
        }
        if (round.held().isPresent()) {
            counts.flowCounters().held(flow, round.held().get());
        } else if (failure.isPresent() && failure.get() instanceof RoundFailure.Stop) {
            counts.flowCounters().held(flow, failure.get().inWords());
        } else if (failure.isPresent()) {
            counts.flowCounters().failed(flow, failure.get().inWords());
        } else if (!ending && !worklist.paused(flow)) {
            for (Side side : Side.values()) {
                if (round.ran(side)) {
                    counts.flowCounters().ended(flow, side, round.tick());
                }
            }
        }
    }
}
