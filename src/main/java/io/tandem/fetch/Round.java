package io.tandem.fetch;

import io.tandem.chunk.RunCounts;
import io.tandem.flow.Side;
import io.tandem.store.Leases;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One round of one flow, both directions. It travels in the exchange, so each thread of a route sees the same round.
 */
public final class Round {

    /** Exchange property that holds it. */
    public static final String PROPERTY = "TandemRound";

    private final Instant tick;
    private final boolean asked;
    private final RunCounts.Run run;
    private final Set<Side> ran = EnumSet.noneOf(Side.class);
    private Leases.Lease lease;
    private boolean left;
    private String held;
    private ChunkQueue chunks;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private Round(Instant tick, boolean asked, RunCounts.Run run) {
        this.tick = tick.truncatedTo(ChronoUnit.MILLIS);
        this.asked = asked;
        this.run = run;
    }

    /** A round that somebody asked for: it waits for its turn. @param run what it counts for; null if for nothing */
    public static Round asked(Instant tick, RunCounts.Run run) {
        return new Round(tick, true, run);
    }

    /** A round on a schedule: it leaves a flow that another process has. */
    static Round scheduled(Instant tick) {
        return new Round(tick, false, null);
    }

    /** When it began; feeds that were updated since are up to date. */
    Instant tick() {
        return tick;
    }

    boolean asked() {
        return asked;
    }

    /** What it counts for; empty if it runs on a schedule. */
    public Optional<RunCounts.Run> run() {
        return Optional.ofNullable(run);
    }

    /** Does the work of a step: what it calls counts for the run, whichever thread of a route it is in. */
    public void counting(Runnable step) {
        if (run == null) {
            step.run();
        } else {
            run.calls().counting(step);
        }
    }

    /** Whether a direction was looked at. */
    public synchronized boolean ran(Side side) {
        return ran.contains(side);
    }

    synchronized void runs(Side side) {
        ran.add(side);
    }

    /** The flow's lease, which both directions share; empty before the first of them has taken it. */
    synchronized Optional<Leases.Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /**
     * Before a write: what was read belongs together only while no other process has worked on the flow. Cost: none within 2 s
     * of the last time.
     *
     * @throws io.tandem.flow.RoundStopped.HeldElsewhere if one has, because this process was stopped for longer than its
     *     lease lasts
     */
    public void renewLease() {
        lease().ifPresent(Leases.Lease::renew);
    }

    synchronized void holds(Leases.Lease taken) {
        lease = taken;
    }

    /** Another process has the flow: neither direction runs. */
    synchronized void leave() {
        left = true;
    }

    public synchronized boolean left() {
        return left;
    }

    /** Why the guard holds the flow back; empty if it doesn't. */
    synchronized Optional<String> held() {
        return Optional.ofNullable(held);
    }

    synchronized void hold(String why) {
        held = why;
    }

    /** What the direction that runs looks at. */
    synchronized void looksAt(ChunkQueue queue) {
        chunks = queue;
    }

    /**
     * Whether a chunk of the way there failed. Then the way back does not run, whatever an engineer's error handling
     * made of the failure.
     */
    synchronized boolean hasFailed() {
        return chunks != null && chunks.hasFailed();
    }

    /**
     * Lets no further chunk begin.
     *
     * @param then runs once no chunk is in its steps, also none of a direction that a failure ended
     */
    void end(Runnable then) {
        ChunkQueue last;
        synchronized (this) {
            last = chunks;
        }
        if (last == null) {
            then.run();
        } else {
            last.end(then);
        }
    }

    /** Its last chunk is done, and the lease given back. */
    void finish() {
        over.complete(null);
    }

    /** Done when it is over. The exchange may end before, with a failure, while other chunks are in their steps. */
    public synchronized CompletableFuture<Void> over() {
        return lease == null ? CompletableFuture.completedFuture(null) : over;
    }
}
