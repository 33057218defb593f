package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import io.tandem.store.CreatingLinks;
import io.tandem.store.FlowProgress;
import io.tandem.store.MatchKeys;
import io.tandem.store.MatchKeys.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records whose rival was deleted, changed its key or was linked: they have exactly one candidate now, or none. Nothing is
 * looked for where neither side has news since all were compared, and no create got its answer.
 *
 * <p>As many as there are: the deletion of one import can free each record of a flow. So the phase comes again for the next
 * of them. Cost: memory for {@code most} ids.
 *
 * <p>The store notes that all were compared when the last of these chunks is saved, so after a crash they come again.
 */
final class Unrivalled implements ChunkQueue.Phase {

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final Way way;
    private final int most;

    private List<String> waiting;
    private String mark;
    private boolean isNews;
    private int alternative;
    private String lastKey = "";
    private Candidate lastAlone;
    private boolean more;

    Unrivalled(Jdbi jdbi, Feeds feeds, Way way, int most) {
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.way = way;
        this.most = most;
        this.lastAlone = before(0);
    }

    @Override
    public Chunk next() {
        if (waiting == null) {
            waiting = collect();
        }
        if (waiting.isEmpty()) {
            return null;
        }
        List<String> ids = Worklist.first(waiting, way.tuning().chunkRecords());
        return way.unchanged(feeds.snapshots(way.flow().entity(way.from()), ids).values(), List.of());
    }

    @Override
    public void done() {
        waiting = null;
        if (isNews && !more) {
            jdbi.useHandle(h -> FlowProgress.matchedAt(h, way.flow().id(), way.from(), mark));
        }
    }

    @Override
    public boolean comesAgain() {
        return more;
    }

    private List<String> collect() {
        Flow flow = way.flow();
        Set<String> ids = new LinkedHashSet<>();
        boolean begins = mark == null;
        if (begins) {
            mark = feeds.state(flow.source()).sequence() + "/"
                    + feeds.state(flow.target()).sequence();
        }
        jdbi.useTransaction(h -> {
            if (begins) {
                mark += CreatingLinks.mark(h, flow.id());
                isNews = !mark.equals(FlowProgress.of(h, flow.id()).matchedAt(way.from()));
            }
            more = isNews && (unique(h, ids) || alone(h, ids));
        });
        return new ArrayList<>(ids);
    }

    /** @return whether there may be more */
    private boolean unique(Handle handle, Set<String> ids) {
        Flow flow = way.flow();
        while (way.from() == Side.SOURCE && alternative < flow.match().size()) {
            int wanted = most - ids.size();
            Map<String, String> found = MatchKeys.nowUnique(handle, flow.id(), alternative, lastKey, wanted);
            found.forEach((key, record) -> {
                ids.add(record);
                lastKey = key;
            });
            if (found.size() == wanted) {
                return true;
            }
            alternative++;
            lastKey = "";
        }
        return false;
    }

    /** @return whether there may be more */
    private boolean alone(Handle handle, Set<String> ids) {
        Flow flow = way.flow();
        int alternatives = flow.match().size();
        while (flow.link() == LinkPolicy.MATCHED_OR_CREATE && lastAlone.alternative() < alternatives) {
            int wanted = most - ids.size();
            if (wanted == 0) {
                return true;
            }
            List<Candidate> found = MatchKeys.nowAlone(handle, flow.id(), lastAlone, wanted);
            ids.addAll(
                    alternatives == 1
                            ? found.stream().map(Candidate::recordId).toList()
                            : MatchKeys.withoutPartner(handle, feeds.keyRule(flow, way.from()), found));
            lastAlone = found.size() == wanted ? found.get(wanted - 1) : before(lastAlone.alternative() + 1);
        }
        return false;
    }

    /** Where the keys of an alternative begin. */
    private Candidate before(int first) {
        return new Candidate(way.from(), first, "", "");
    }
}
