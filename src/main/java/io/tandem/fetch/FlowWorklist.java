package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Snapshot;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import io.tandem.store.CreatingLinks;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import io.tandem.store.NextTry;
import io.tandem.store.Park;
import io.tandem.store.References;
import io.tandem.store.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Hands out a direction's work: creates whose answer was lost, parked records whose next try has come, woken records,
 * stored changes, and at last records whose rivals went away.
 */
public final class FlowWorklist implements Worklist {

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final References references;
    private final Clock clock;
    private final Tuning tuning;

    public FlowWorklist(Jdbi jdbi, Feeds feeds, References references, Clock clock, Tuning tuning) {
        this.tuning = tuning;
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.references = references;
        this.clock = clock;
    }

    @Override
    public boolean paused(Flow flow) {
        return jdbi.inTransaction(h -> FlowProgress.of(h, flow.id()).paused());
    }

    @Override
    public Optional<String> heldBack(Flow flow) {
        return jdbi.inTransaction(h -> DeleteGuard.holds(h, flow, feeds, tuning.guard()));
    }

    @Override
    public Optional<String> heldCreates(Flow flow) {
        return jdbi.inTransaction(h -> WrongImport.holds(h, flow, feeds));
    }

    @Override
    public Iterator<Chunk> chunks(Flow flow, Side from, Instant tick, Leases.Lease lease) {
        Run run = new Run(flow, from, tick);
        List<Supplier<Chunk>> phases = new ArrayList<>(List.of(run::woken, run::changed));
        if (flow.matches() && (from == Side.SOURCE || flow.creates(from))) {
            phases.add(run::unrivalled);
        }
        return new Phases(phases, new Chunk(flow, from, tick, 0, 0, List.of(), List.of()), lease, () -> paused(flow));
    }

    /**
     * Asks each phase until it has no more. Camel asks whether there is a next chunk before it hands out this one, so after
     * the first a chunk is loaded only when it is taken: one that was loaded before would hold records as they stood
     * before this one wrote them. So the last chunk can be empty.
     */
    private static final class Phases implements Iterator<Chunk> {
        private final List<Supplier<Chunk>> phases;
        private final Chunk empty;
        private final Leases.Lease lease;
        private final BooleanSupplier paused;
        private Chunk first;
        private boolean started;

        Phases(List<Supplier<Chunk>> phases, Chunk empty, Leases.Lease lease, BooleanSupplier paused) {
            this.phases = phases;
            this.empty = empty;
            this.lease = lease;
            this.paused = paused;
        }

        @Override
        public boolean hasNext() {
            if (!started) {
                started = true;
                first = load();
            }
            return !lease.ending() && (first != null || !phases.isEmpty());
        }

        @Override
        public Chunk next() {
            if (!started && !hasNext()) {
                throw new NoSuchElementException();
            }
            lease.renew();
            Chunk chunk = first != null ? first : load();
            first = null;
            return chunk == null ? empty : chunk;
        }

        private Chunk load() {
            Chunk chunk = null;
            if (paused.getAsBoolean()) {
                phases.clear();
            }
            while (chunk == null && !phases.isEmpty() && !lease.ending()) {
                chunk = phases.get(0).get();
                if (chunk == null) {
                    phases.remove(0);
                }
            }
            return chunk;
        }
    }

    /** One direction's pass; each method answers the next chunk of its phase, null when there is none left. */
    private final class Run {
        private final Flow flow;
        private final Side from;
        private final Instant tick;
        private final long newest;
        private final long lookedAt;
        private long offset;
        private Map<String, List<Long>> wakes;
        private List<String> waiting;
        private List<String> unrivalled;
        private String mark;

        Run(Flow flow, Side from, Instant tick) {
            this.flow = flow;
            this.from = from;
            this.tick = tick;
            this.newest = feeds.state(flow.entity(from)).sequence();
            this.offset = jdbi.inTransaction(h -> {
                if (from == Side.SOURCE && Wakes.takeAll(h, flow.id())) {
                    FlowProgress.rewind(h, flow.id());
                }
                return FlowProgress.of(h, flow.id()).offset(from);
            });
            this.lookedAt = offset;
        }

        Chunk woken() {
            if (waiting == null) {
                collectWoken();
            }
            return woken(waiting);
        }

        private void collectWoken() {
            Set<String> ids = new LinkedHashSet<>();
            jdbi.useHandle(h -> {
                CreatingLinks.due(h, flow.id(), from).stream()
                        .map(link -> link.recordId(from))
                        .forEach(ids::add);
                if (from == Side.SOURCE) {
                    ids.addAll(references.resolvable(h, flow));
                }
                ids.addAll(NextTry.due(
                        h, flow.id(), from, clock.instant(), tuning.pauses().longest()));
                wakes = Wakes.of(h, flow.id(), from);
            });
            ids.addAll(wakes.keySet());
            waiting = new ArrayList<>(ids);
        }

        private Chunk woken(List<String> ids) {
            if (ids.isEmpty()) {
                return null;
            }
            List<String> some = first(ids);
            List<Long> answered = some.stream()
                    .flatMap(id -> wakes.getOrDefault(id, List.of()).stream())
                    .toList();
            Collection<Snapshot> known = known(some);
            if (known.size() < some.size()) {
                parkUnseen(some, known);
            }
            return new Chunk(flow, from, tick, 0, 0, items(known, false), answered);
        }

        /** A link can be imported before its record is seen; if that never happens, a person has to know. */
        private void parkUnseen(List<String> ids, Collection<Snapshot> known) {
            Set<String> unseen = new HashSet<>(ids);
            known.forEach(seen -> unseen.remove(seen.id()));
            jdbi.useTransaction(h -> Park.add(
                    h,
                    flow.id(),
                    Links.holding(h, flow.id(), from, unseen).values().stream()
                            .map(link -> NeverSeen.trouble(flow, link, from))
                            .toList(),
                    clock.instant()));
        }

        private List<String> first(List<String> ids) {
            List<String> some = List.copyOf(ids.subList(0, Math.min(tuning.chunkRecords(), ids.size())));
            ids.subList(0, some.size()).clear();
            return some;
        }

        private Collection<Snapshot> known(List<String> ids) {
            return feeds.snapshots(flow.entity(from), ids).values();
        }

        Chunk changed() {
            List<Snapshot> some = feeds.changes(flow.entity(from), offset, newest, tuning.chunkRecords());
            if (some.isEmpty()) {
                return null;
            }
            long last = some.get(some.size() - 1).sequence();
            Chunk chunk = new Chunk(flow, from, tick, offset, last, items(some, true), List.of());
            offset = last;
            return chunk;
        }

        /**
         * A rival that was deleted, changed its key or was linked leaves others with exactly one candidate, or with none.
         * That all were compared is stored with the last of these chunks, not before: after a crash they come again.
         */
        Chunk unrivalled() {
            if (unrivalled == null) {
                collectUnrivalled();
            }
            if (unrivalled.isEmpty()) {
                return null;
            }
            List<Item> items = items(known(first(unrivalled)), false);
            return new Chunk(flow, from, tick, 0, 0, items, List.of(), unrivalled.isEmpty() ? mark : "");
        }

        private void collectUnrivalled() {
            mark = feeds.state(flow.source()).sequence() + "/"
                    + feeds.state(flow.target()).sequence();
            Set<String> free = new LinkedHashSet<>();
            jdbi.useTransaction(h -> {
                if (mark.equals(FlowProgress.of(h, flow.id()).matchedAt(from))) {
                    return;
                }
                if (from == Side.SOURCE) {
                    free.addAll(MatchKeys.nowUnique(h, flow.id()));
                }
                if (flow.link() == LinkPolicy.MATCHED_OR_CREATE) {
                    free.addAll(MatchKeys.nowAlone(h, flow.id(), from));
                }
                if (free.isEmpty()) {
                    FlowProgress.matchedAt(h, flow.id(), from, mark);
                }
            });
            unrivalled = new ArrayList<>(free);
        }

        private List<Item> items(Collection<Snapshot> seen, boolean changed) {
            return seen.stream()
                    .map(s -> new Item(from, s, changed, s.isEchoTo(lookedAt)))
                    .toList();
        }
    }
}
