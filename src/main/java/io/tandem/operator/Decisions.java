package io.tandem.operator;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.fetch.DeleteGuard;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.record.Blanks;
import io.tandem.record.RecordKey;
import io.tandem.store.Change;
import io.tandem.store.Conflicts;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.FlowProgress;
import io.tandem.store.History;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import io.tandem.store.NextTry;
import io.tandem.store.Park;
import io.tandem.store.Parked;
import io.tandem.store.References;
import io.tandem.store.Resolutions;
import io.tandem.store.StartedCreates;
import io.tandem.store.Unresolved;
import io.tandem.store.Wakes;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One person's decisions, each in one transaction and recorded with that person's name; those about links under the flow's lease.
 * A decision that can't be carried out is a {@link ConfigurationFault} that says why, and changes nothing.
 */
public final class Decisions {

    private static final int PARKED_AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final References references;
    private final Leases leases;
    private final Clock clock;
    private final String who;

    /** @param who decides */
    public Decisions(Jdbi jdbi, Feeds feeds, References references, Leases leases, Clock clock, String who) {
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.references = references;
        this.leases = leases;
        this.clock = clock;
        this.who = who;
    }

    /** Links two records that no link holds; their properties merge in the next round. */
    public void link(Flow flow, String source, String target) {
        String sourceId = id(flow, Side.SOURCE, source);
        String targetId = id(flow, Side.TARGET, target);
        try (Leases.Lease lease = FlowHold.take(leases, flow.id())) {
            lease.renew();
            jdbi.useTransaction(h -> {
                StartedCreates.settle(h, flow.id());
                stuck(h, flow, Side.SOURCE, sourceId).ifPresent(started -> Links.delete(h, started));
                stuck(h, flow, Side.TARGET, targetId).ifPresent(started -> Links.delete(h, started));
                free(h, flow, Side.SOURCE, sourceId);
                free(h, flow, Side.TARGET, targetId);
                Link link = Links.unlinkedPair(h, flow.id(), sourceId, targetId)
                        .map(unlinked -> {
                            Links.save(h, unlinked.withState(LinkState.LINKED));
                            return unlinked;
                        })
                        .orElseGet(() -> Links.insert(h, Link.matched(flow.id(), sourceId, targetId, clock.instant())));
                references.linked(h, flow, List.of(link));
                Wakes.add(h, flow.id(), Side.SOURCE, List.of(sourceId));
                FlowProgress.compareAgain(h, flow.id());
                record(h, Entry.of(clock.instant(), flow, link, Event.LINKED, Side.SOURCE, "an operator linked them"));
            });
        }
    }

    /**
     * The key of one of a flow's records.
     *
     * @param written in full, its id in any form that its system shows
     * @throws ConfigurationFault if it can't be one
     */
    public RecordKey record(Flow flow, String written) {
        try {
            RecordKey key = RecordKey.parse(Blanks.strip(written));
            if (!List.of(flow.source(), flow.target()).contains(key.entity())) {
                throw new ConfigurationFault("records of " + flow.id() + " are " + flow.source() + "/.. and "
                        + flow.target() + "/.., not " + key.entity() + "/..");
            }
            return references.key(key.entity(), key.id());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationFault(e.getMessage());
        }
    }

    private String id(Flow flow, Side side, String written) {
        try {
            return references.key(flow.entity(side), written).id();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationFault(e.getMessage());
        }
    }

    private void record(Handle handle, Entry... entries) {
        History.add(handle, Stream.of(entries).map(entry -> entry.by(who)).toList());
    }

    /** A create that was started and can't go on without a person. */
    private static Optional<Link> stuck(Handle handle, Flow flow, Side side, String id) {
        boolean parked = Park.of(handle, flow.id(), side, id).stream()
                .anyMatch(p -> p.property().isEmpty() && p.nextTry() == null);
        return Optional.ofNullable(
                        Links.holding(handle, flow.id(), side, List.of(id)).get(id))
                .filter(link -> link.state() == LinkState.CREATING && parked);
    }

    private void free(Handle handle, Flow flow, Side side, String id) {
        RecordKey key = flow.entity(side).record(id);
        Map<String, Snapshot> seen = feeds.snapshots(flow.entity(side), List.of(id));
        if (!seen.containsKey(id) || !seen.get(id).record().live()) {
            throw new ConfigurationFault(
                    key + " is not known as a live record. Check the id, or run a sync first if it is new.");
        }
        Link holder = Links.holding(handle, flow.id(), side, List.of(id)).get(id);
        if (holder != null && holder.state() == LinkState.CREATING) {
            throw new ConfigurationFault(key + " is about to get a partner created; sync first");
        }
        if (holder != null) {
            throw new ConfigurationFault(key + " is linked already, to "
                    + flow.entity(side.other()).system() + " id " + holder.recordId(side.other())
                    + ". Unlink it first: tandem unlink "
                    + flow.id() + " " + holder.sourceId());
        }
    }

    /** Unlinks a pair; it isn't linked again by itself, but each of the two may match others. */
    public void unlink(Flow flow, String source) {
        String sourceId = id(flow, Side.SOURCE, source);
        try (Leases.Lease lease = FlowHold.take(leases, flow.id())) {
            lease.renew();
            jdbi.useTransaction(h -> {
                Link link = Links.holding(h, flow.id(), Side.SOURCE, List.of(sourceId))
                        .get(sourceId);
                if (link == null || link.targetId() == null) {
                    throw new ConfigurationFault(flow.source().record(sourceId) + " has no link in " + flow.id());
                }
                free(h, flow, link);
                Links.save(h, link.withState(LinkState.UNLINKED));
                Conflicts.close(h, link.id());
                Unresolved.forget(h, link.id());
                for (Side side : Side.values()) {
                    Park.forget(h, flow.id(), side, link.recordId(side));
                    Wakes.add(h, flow.id(), Side.SOURCE, rivals(h, flow, side, link.recordId(side)));
                }
                FlowProgress.compareAgain(h, flow.id());
                record(
                        h,
                        Entry.of(
                                clock.instant(), flow, link, Event.UNLINKED, Side.SOURCE, "an operator unlinked them"));
            });
        }
    }

    private void free(Handle handle, Flow flow, Link pair) {
        try {
            feeds.free(handle, flow, pair);
        } catch (RoundStopped.OtherFiles other) {
            throw new ConfigurationFault(other.getMessage());
        }
    }

    private List<String> rivals(Handle handle, Flow flow, Side side, String id) {
        if (!feeds.keepsKeys(flow)) {
            return List.of();
        }
        return MatchKeys.around(handle, feeds.keyRule(flow, side), List.of(id)).stream()
                .filter(c -> c.side() == Side.SOURCE)
                .map(MatchKeys.Candidate::recordId)
                .distinct()
                .toList();
    }

    /** Settles an open conflict; it is carried out in the next round. */
    public void resolve(long conflictId, Side winner) {
        jdbi.useTransaction(h -> {
            Conflicts.Conflict conflict = Resolutions.decide(h, conflictId, winner)
                    .orElseThrow(() -> new ConfigurationFault(
                            "there is no open conflict " + conflictId + ". List them: tandem conflicts"));
            Link link = Links.find(h, conflict.linkId()).orElseThrow();
            Wakes.add(h, conflict.flow(), Side.SOURCE, List.of(link.sourceId()));
            record(h, resolved(conflict, link, winner));
        });
    }

    private Entry resolved(Conflicts.Conflict conflict, Link link, Side winner) {
        String because = "an operator decided conflict " + conflict.id() + ": the " + winner.lower() + " wins";
        return references
                .flow(conflict.flow())
                .map(flow -> Entry.of(clock.instant(), flow, link, Event.RESOLVED, Side.SOURCE, because))
                .orElseGet(() -> Entry.of(clock.instant(), conflict.flow(), Event.RESOLVED, because))
                .with(List.of(new Change(conflict.property(), null, null)));
    }

    /** Tries parked records and properties again (rule 12). @param ids as {@code parked} lists them @return how many, in the next round */
    public int retry(Collection<Long> ids) {
        return jdbi.inTransaction(h -> {
            int found = NextTry.retry(h, ids);
            if (found != ids.size()) {
                List<Long> known = Park.byId(h, ids).stream().map(Parked::id).toList();
                throw new ConfigurationFault(ids.stream()
                        .filter(id -> !known.contains(id))
                        .map(id -> new Fault("", 0, "nothing is parked under " + id + ". List what is: tandem parked"))
                        .toList());
            }
            wanted(h, Park.byId(h, ids));
            return found;
        });
    }

    /** The same of all that is parked in these flows. Cost: four statements for each 500, and memory for as many. */
    public int retryAll(Collection<String> flows) {
        return jdbi.inTransaction(h -> {
            int retried = 0;
            for (String flow : flows) {
                for (Side side : Side.values()) {
                    retried += retryAll(h, flow, side);
                }
            }
            return retried;
        });
    }

    private int retryAll(Handle handle, String flow, Side side) {
        int retried = 0;
        Parked last = null;
        List<Parked> some;
        do {
            some = Park.after(handle, flow, side, last, PARKED_AT_ONCE);
            wanted(handle, some);
            retried += NextTry.retry(handle, some.stream().map(Parked::id).toList());
            last = some.isEmpty() ? null : some.get(some.size() - 1);
        } while (some.size() == PARKED_AT_ONCE);
        return retried;
    }

    /** Woken too: a try that is under way just now parks again what it knew before. */
    private void wanted(Handle handle, List<Parked> retried) {
        for (Side side : Side.values()) {
            retried.stream()
                    .filter(parked -> parked.side() == side)
                    .collect(Collectors.groupingBy(
                            Parked::flow, TreeMap::new, Collectors.mapping(Parked::recordId, Collectors.toList())))
                    .forEach((flow, records) -> Wakes.add(handle, flow, side, records));
        }
        record(handle, retried.stream().map(this::retried).toArray(Entry[]::new));
    }

    private Entry retried(Parked parked) {
        String because = "an operator wants another try of what was parked as " + parked.id();
        return references
                .flow(parked.flow())
                .map(flow -> Entry.of(clock.instant(), flow, Event.RETRIED, parked.side(), parked.recordId(), because))
                .orElseGet(() -> Entry.of(clock.instant(), parked.flow(), Event.RETRIED, because));
    }

    /** Lets a flow that the guard holds (rule 13) go on with the deletes that are pending now, and no more. @return 1 */
    public int allowDeletes(Flow flow) {
        return jdbi.inTransaction(h -> {
            if (!DeleteGuard.allow(h, flow)) {
                throw new ConfigurationFault(flow.id() + " is not held by the guard; there is nothing to allow");
            }
            record(
                    h,
                    Entry.of(
                            clock.instant(),
                            flow.id(),
                            Event.DELETES_ALLOWED,
                            "an operator let the deletes go on that the guard held"));
            return 1;
        });
    }

    /** Pauses a flow, or lets it go on: a round that runs now ends behind its present chunks. @return 1; 0 if it was so before */
    public int pause(Flow flow, boolean paused) {
        return jdbi.inTransaction(h -> {
            int changed = FlowProgress.pause(h, flow.id(), paused);
            if (changed > 0) {
                Event event = paused ? Event.PAUSED : Event.RESUMED;
                record(h, Entry.of(clock.instant(), flow.id(), event, "an operator " + event.word() + " the flow"));
            }
            return changed;
        });
    }
}
