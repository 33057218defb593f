package io.tandem.sim;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys.Candidate;
import io.tandem.store.Snapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stored match keys are those of the stored records, and no free record is without its own. Else a record waits for ever, or
 * matches a stranger. And as many records wait as a walk finds.
 */
final class KeyLaws {

    private static final int ALL = 10_000;

    private final World world;

    KeyLaws(World world) {
        this.world = world;
    }

    List<String> broken() {
        List<String> broken = new ArrayList<>();
        Feeds feeds = world.engine().feeds();
        for (Flow flow : world.scenario().flows()) {
            if (flow.matches()) {
                Set<Candidate> derived = new HashSet<>();
                Set<Candidate> free = new HashSet<>();
                for (Side side : Side.values()) {
                    KeyRule rule = feeds.keyRule(flow, side);
                    List<Snapshot> all = feeds.changes(flow.entity(side), 0, Long.MAX_VALUE, ALL);
                    Map<String, Link> held = held(flow, side, all);
                    for (Snapshot seen : all) {
                        Link link = held.get(seen.id());
                        for (KeyRule.Key key : rule.keys(seen.record())) {
                            Candidate one = new Candidate(side, key.alternative(), key.text(), seen.id());
                            derived.add(one);
                            if (link == null || link.state() == LinkState.CREATING) {
                                free.add(one);
                            }
                        }
                    }
                    if (side == Side.SOURCE) {
                        countsUnlinked(flow, all, held).ifPresent(broken::add);
                    }
                }
                Set<Candidate> stored = stored(flow);
                if (!derived.containsAll(stored)) {
                    broken.add(flow.id() + ": the stored keys are " + stored + ", those of the records are " + derived);
                }
                if (!stored.containsAll(free)) {
                    broken.add(flow.id() + ": the stored keys are " + stored + ", those of free records are " + free);
                }
            }
        }
        return broken;
    }

    private Map<String, Link> held(Flow flow, Side side, List<Snapshot> all) {
        return world.jdbi()
                .withHandle(h -> Links.holding(
                        h, flow.id(), side, all.stream().map(Snapshot::id).toList()));
    }

    private Optional<String> countsUnlinked(Flow flow, List<Snapshot> all, Map<String, Link> held) {
        long free = all.stream()
                .filter(seen -> seen.record().live() && !held.containsKey(seen.id()))
                .count();
        int feed = world.engine().feeds().state(flow.source()).id();
        long counted = world.jdbi().withHandle(h -> Snapshots.countUnlinked(h, feed, flow.id()));
        return counted == free
                ? Optional.empty()
                : Optional.of(flow.id() + ": " + counted + " sources count as free, and " + free + " are");
    }

    private Set<Candidate> stored(Flow flow) {
        return world.jdbi()
                .withHandle(h -> new HashSet<>(
                        h.createQuery("select side, alternative, match_key, record_id from match_key where flow = ?")
                                .bind(0, flow.id())
                                .map((rs, ctx) -> new Candidate(
                                        Side.valueOf(rs.getString(1)), rs.getInt(2), rs.getString(3), rs.getString(4)))
                                .list()));
    }
}
