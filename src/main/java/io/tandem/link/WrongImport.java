package io.tandem.link;

import io.tandem.feed.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Holds a flow that creates while imported links of it name records that no complete list has shown: their ids are most
 * likely written wrongly, and each right record without its link would be created a second time (rule 10).
 */
final class WrongImport {

    private static final int SHOWN = 3;

    private WrongImport() {}

    /** @return why the flow waits, and what to do. Cost: one query, over the links that were never merged. */
    static Optional<String> holds(Handle handle, Flow flow, Feeds feeds) {
        if (!flow.creates() || !complete(flow, feeds)) {
            return Optional.empty();
        }
        List<String> sources = unseen(handle, flow, feeds);
        if (sources.isEmpty()) {
            return Optional.empty();
        }
        boolean more = sources.size() > SHOWN;
        return Optional.of(
                "the flow waits, because it would create records twice: imported links name records that were"
                        + " never seen: " + String.join(", ", sources.subList(0, Math.min(SHOWN, sources.size())))
                        + (more ? " and others" : "")
                        + ". Their ids are wrong, or the records were deleted before. Take each apart (tandem unlink "
                        + flow.id()
                        + " SOURCE_ID) and import the right ids");
    }

    private static boolean complete(Flow flow, Feeds feeds) {
        return feeds.state(flow.source()).complete()
                && feeds.state(flow.target()).complete();
    }

    private static List<String> unseen(Handle handle, Flow flow, Feeds feeds) {
        return handle.createQuery("select l.source_id, l.target_id from link l"
                        + " where l.flow = :flow and l.version = 0 and l.state = 'linked' and l.created = false"
                        + " and l.attempted_ms > 0 and (not exists (select 1 from snapshot s"
                        + " where s.feed_id = :source and s.record_id = l.source_id)"
                        + " or not exists (select 1 from snapshot t"
                        + " where t.feed_id = :target and t.record_id = l.target_id))"
                        + " order by l.id limit :most")
                .bind("flow", flow.id())
                .bind("source", feeds.state(flow.source()).id())
                .bind("target", feeds.state(flow.target()).id())
                .bind("most", SHOWN + 1)
                .map((rs, ctx) -> flow.entity(Side.SOURCE).record(rs.getString(1)) + " with "
                        + flow.entity(Side.TARGET).record(rs.getString(2)))
                .list();
    }
}
