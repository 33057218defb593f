package io.tandem.sim;

import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.store.MatchKeys.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The stored match keys are exactly those of the stored records. Else a record waits for ever, or matches a stranger. */
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
                for (Side side : Side.values()) {
                    KeyRule rule = feeds.keyRule(flow, side);
                    feeds.changes(flow.entity(side), 0, Long.MAX_VALUE, ALL).forEach(seen -> rule.keys(seen.record())
                            .forEach(
                                    key -> derived.add(new Candidate(side, key.alternative(), key.text(), seen.id()))));
                }
                Set<Candidate> stored = stored(flow);
                if (!stored.equals(derived)) {
                    broken.add(flow.id() + ": the stored keys are " + stored + ", those of the records are " + derived);
                }
            }
        }
        return broken;
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
