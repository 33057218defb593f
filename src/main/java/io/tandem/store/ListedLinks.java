package io.tandem.store;

import io.tandem.chunk.LinkState;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Links as lists show them: without the baselines, which are most of a link. A list may be long, and a read of it through
 * the index of a flow would read a page of the table for each link. So it is read as it lies in the table, by the ids.
 */
public final class ListedLinks {

    /** Ids, whose links are read at once. */
    private static final long STRETCH = 500;

    /** @param targetId null while the target is being created; so is a source's */
    public record OfFlow(String flow, String sourceId, String targetId, LinkState state, Instant since) {}

    private ListedLinks() {}

    /** The stretches of the table in which links of a flow lie, in order of age. Cost: a walk over the index of the flow. */
    public static List<Long> stretches(Handle handle, String flow) {
        return handle.createQuery("select distinct id / " + STRETCH + " from link where flow = :flow order by 1")
                .bind("flow", flow)
                .mapTo(Long.class)
                .list();
    }

    /** The links of a flow in one of its stretches, in order of age. The query leaves the flow out: H2 would take its index. */
    public static List<OfFlow> in(Handle handle, String flow, long stretch) {
        return handle.createQuery("select flow, source_id, target_id, state, since_ms from link"
                        + " where id between :first and :last order by id")
                .bind("first", stretch * STRETCH)
                .bind("last", stretch * STRETCH + STRETCH - 1)
                .map((rs, ctx) -> new OfFlow(
                        rs.getString(1),
                        rs.getString(2),
                        rs.getString(3),
                        LinkState.of(rs.getString(4)),
                        Instant.ofEpochMilli(rs.getLong(5))))
                .filter(link -> link.flow().equals(flow))
                .list();
    }
}
