package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.UnderWay;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import io.tandem.store.References;
import io.tandem.store.StartedCreates;
import io.tandem.store.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * What a flow has to look at in one direction, in this order: what {@link Woken} names, stored changes past the flow's
 * offset, and at last records whose rivals went away. If many records failed in a row in the round before, some from
 * everywhere come first.
 */
public final class Worklist {

    /** Records of a doubted flow that are tried first, as many as may fail in a row. */
    private static final int SCATTERED = 25;

    private static final int NEWEST = 15;

    /** Ids of records to look at again that are in memory at once. */
    private static final int MOST_IDS = 50_000;

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final References references;
    private final Clock clock;
    private final Tuning tuning;
    private final QuietRecords quiet;
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    public Worklist(Jdbi jdbi, Feeds feeds, References references, Clock clock, Tuning tuning, QuietRecords quiet) {
        this.quiet = quiet;
        this.tuning = tuning;
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.references = references;
        this.clock = clock;
    }

    /** Notes that many records of the flow failed in a row. Its next rounds first try whether others do better. */
    void doubt(Flow flow) {
        doubted.add(flow.id());
    }

    /** Notes that a round of the flow came to its end. */
    void trust(Flow flow) {
        doubted.remove(flow.id());
    }

    public boolean paused(Flow flow) {
        return jdbi.inTransaction(h -> FlowProgress.of(h, flow.id()).paused());
    }

    /** Why the flow must not go on until an operator has looked: too many of its records were deleted at once. */
    public Optional<String> heldBack(Flow flow) {
        return jdbi.inTransaction(h -> DeleteGuard.recount(h, flow, feeds, tuning.guard()));
    }

    /**
     * Why the flow creates nothing until an operator has looked; else it goes on. Once it may create again, all its records
     * are looked at again.
     */
    public Optional<String> heldCreates(Flow flow) {
        return jdbi.inTransaction(h -> WrongImport.recheck(h, flow, feeds));
    }

    /**
     * The chunks of one direction, each made when it is asked for.
     *
     * @param lease of the flow, renewed with each chunk
     */
    public ChunkQueue chunks(Flow flow, Side from, Instant tick, Leases.Lease lease) {
        FlowProgress.State progress = jdbi.inTransaction(h -> {
            StartedCreates.settle(h, flow.id());
            if (from == Side.SOURCE && Wakes.takeAll(h, flow.id())) {
                FlowProgress.rewind(h, flow.id());
            }
            return FlowProgress.of(h, flow.id());
        });
        long offset = progress.offset(from);
        Way way = new Way(flow, from, tick, offset, doubted.contains(flow.id()), tuning);
        Run run = new Run(way, quiet.take(flow, from, offset));
        quiet.begin(flow, from.other(), progress.offset(from.other()));
        Woken woken = new Woken(jdbi, feeds, references, clock, way, MOST_IDS);
        List<ChunkQueue.Phase> phases =
                new ArrayList<>(List.<ChunkQueue.Phase>of(run::fromElsewhere, woken, run::changed));
        if (flow.matches() && (from == Side.SOURCE || flow.creates(from))) {
            phases.add(new Unrivalled(jdbi, feeds, way, MOST_IDS));
        }
        return new ChunkQueue(
                phases,
                way.unchanged(List.of(), List.of()),
                new UnderWay(flow.routeId(from), flow.parallel(), offset, clock),
                lease,
                () -> paused(flow));
    }

    /** Takes the first records out of what waits. @param most so many of them */
    static List<String> first(List<String> waiting, int most) {
        List<String> some = List.copyOf(waiting.subList(0, Math.min(most, waiting.size())));
        waiting.subList(0, some.size()).clear();
        return some;
    }

    /** One direction's pass over what changed. */
    private final class Run {
        private final Way way;
        private final EntityKey entity;
        private final QuietRecords.Known known;
        private final long newest;
        private long offset;
        private boolean elsewhere;

        /** @param known records that are passed by */
        Run(Way way, QuietRecords.Known known) {
            this.way = way;
            this.known = known;
            this.entity = way.flow().entity(way.from());
            this.newest = feeds.state(entity).sequence();
            this.offset = way.lookedAt();
            this.elsewhere = way.doubted();
        }

        /**
         * Records that may not be written can fill chunk after chunk. So some from everywhere behind them, and the
         * newest, are tried first. If one goes through, the trouble is not the whole entity's (rule 12).
         */
        Chunk fromElsewhere() {
            if (!elsewhere) {
                return null;
            }
            elsewhere = false;
            Map<Long, Snapshot> some = new TreeMap<>();
            long step = Math.max(1, (newest - offset) / SCATTERED);
            long shift = clock.millis() % step;
            for (long after = offset + shift; after < newest; after += step) {
                feeds.changes(entity, after, newest, 1).forEach(seen -> some.put(seen.sequence(), seen));
            }
            feeds.changes(entity, Math.max(offset, newest - NEWEST), newest, NEWEST)
                    .forEach(seen -> some.put(seen.sequence(), seen));
            return some.isEmpty() ? null : way.changed(some.values(), 0, 0);
        }

        /** The last of them may be empty: it moves the offset past records that are known. */
        Chunk changed() {
            long first = offset;
            long last = Math.min(known.numbers().endOfRun(first), newest);
            List<Snapshot> some = feeds.changes(entity, last, newest, tuning.chunkRecords());
            if (!some.isEmpty()) {
                last = some.get(some.size() - 1).sequence();
            }
            if (last <= first) {
                return null;
            }
            offset = last;
            some.removeIf(seen -> known.numbers().contains(seen.sequence()));
            return way.changed(some, first, last).passingBy(known.matched().count(first, last));
        }
    }
}
