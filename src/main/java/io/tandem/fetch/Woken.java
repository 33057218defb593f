package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.CreatingLinks;
import io.tandem.store.Intents;
import io.tandem.store.Links;
import io.tandem.store.NextTry;
import io.tandem.store.Park;
import io.tandem.store.References;
import io.tandem.store.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records that a direction looks at although they did not change, in this order: creates and updates whose answer was
 * lost, parked records whose next try has come, woken records, and sources whose references have a partner by now.
 *
 * <p>As many as there are: a first sync can wake each record of a flow. So the phase comes again for the next of them. Cost:
 * memory for {@code most} ids of each kind.
 */
final class Woken implements ChunkQueue.Phase {

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final References references;
    private final Clock clock;
    private final Way way;
    private final int most;

    private List<String> waiting;
    private Map<String, List<Long>> wakes = Map.of();
    private boolean started;
    private String lastParked = "";
    private long lastWake;
    private long newestWake;
    private long lastResolvable;
    private boolean more;

    Woken(Jdbi jdbi, Feeds feeds, References references, Clock clock, Way way, int most) {
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.references = references;
        this.clock = clock;
        this.way = way;
        this.most = most;
    }

    @Override
    public Chunk next() {
        if (waiting == null) {
            waiting = collect();
        }
        return waiting.isEmpty()
                ? null
                : chunk(Worklist.first(waiting, way.tuning().chunkRecords()));
    }

    @Override
    public void done() {
        waiting = null;
    }

    @Override
    public boolean comesAgain() {
        return more;
    }

    private List<String> collect() {
        Set<String> ids = new LinkedHashSet<>();
        jdbi.useHandle(h -> {
            if (!started) {
                started = true;
                newestWake = Wakes.newest(h, way.flow().id(), way.from());
                CreatingLinks.due(h, way.flow().id(), way.from()).stream()
                        .map(link -> link.recordId(way.from()))
                        .forEach(ids::add);
                if (way.from() == Side.SOURCE) {
                    Instant before = clock.instant().minus(Intent.LONGEST_CALL);
                    ids.addAll(Intents.overdue(h, way.flow().id(), before, most));
                }
            }
            more = parked(h, ids) | woken(h, ids);
            if (!more && way.from() == Side.SOURCE) {
                more = resolvable(h, ids);
            }
        });
        List<String> collected = new ArrayList<>(ids);
        if (way.doubted()) {
            Collections.shuffle(collected, new Random(clock.millis()));
        }
        return collected;
    }

    /** @return whether there may be more */
    private boolean parked(Handle handle, Set<String> ids) {
        if (lastParked == null) {
            return false;
        }
        List<String> due = NextTry.due(
                handle,
                way.flow().id(),
                way.from(),
                clock.instant(),
                way.tuning().pauses().longest(),
                lastParked,
                most);
        ids.addAll(due);
        lastParked = due.size() < most ? null : due.get(due.size() - 1);
        return lastParked != null;
    }

    private boolean woken(Handle handle, Set<String> ids) {
        Map<Long, String> some = Wakes.of(handle, way.flow().id(), way.from(), lastWake, newestWake, most);
        wakes = new LinkedHashMap<>();
        some.forEach((id, record) -> {
            wakes.computeIfAbsent(record, r -> new ArrayList<>(1)).add(id);
            lastWake = id;
        });
        ids.addAll(wakes.keySet());
        return some.size() == most;
    }

    /** Comes last: what was woken is resolved by then. */
    private boolean resolvable(Handle handle, Set<String> ids) {
        Map<Long, String> some = references.resolvable(handle, way.flow(), lastResolvable, most);
        some.forEach((link, record) -> {
            ids.add(record);
            lastResolvable = link;
        });
        return some.size() == most;
    }

    private Chunk chunk(List<String> ids) {
        List<Long> answered = ids.stream()
                .flatMap(id -> wakes.getOrDefault(id, List.of()).stream())
                .toList();
        Collection<Snapshot> known =
                feeds.snapshots(way.flow().entity(way.from()), ids).values();
        if (known.size() < ids.size()) {
            parkUnseen(ids, known);
        }
        return way.unchanged(known, answered);
    }

    /** Parks records that were imported in a link and are still unseen: a person has to know. */
    private void parkUnseen(List<String> ids, Collection<Snapshot> known) {
        Flow flow = way.flow();
        Set<String> unseen = new HashSet<>(ids);
        known.forEach(seen -> unseen.remove(seen.id()));
        jdbi.useTransaction(h -> Park.add(
                h,
                flow.id(),
                Links.holding(h, flow.id(), way.from(), unseen).values().stream()
                        .map(link -> NeverSeen.trouble(flow, link, way.from()))
                        .toList(),
                clock.instant()));
    }
}
