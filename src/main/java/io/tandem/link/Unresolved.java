package io.tandem.link;

import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** References that wait for a link or a cross-reference. In the caller's transaction. */
final class Unresolved {

    private Unresolved() {}

    static Set<Long> known(Handle handle, Collection<Long> links) {
        Set<Long> found = new HashSet<>();
        for (List<Long> piece : Database.pieces(List.copyOf(links))) {
            found.addAll(handle.createQuery("select distinct link_id from unresolved where link_id = any(:links)")
                    .bindArray("links", Long.class, piece)
                    .mapTo(Long.class)
                    .list());
        }
        return found;
    }

    static void forget(Handle handle, long link) {
        handle.execute("delete from unresolved where link_id = ?", link);
    }

    /** Makes the stored references of these links what a merge has just found. Cost: two statements and a batch. */
    static void save(Handle handle, Map<Link, List<RowOutcome>> outcomes, UnaryOperator<EntityKey> idSpace) {
        Set<Long> known = known(handle, outcomes.keySet().stream().map(Link::id).toList());
        if (!known.isEmpty()) {
            handle.createUpdate("delete from unresolved where link_id = any(:links)")
                    .bindArray("links", Long.class, known)
                    .execute();
        }
        PreparedBatch batch = handle.prepareBatch(
                "insert into unresolved (link_id, row_id, flow, from_entity, from_id, to_entity) values (?, ?, ?, ?, ?, ?)");
        outcomes.forEach((link, some) -> some.forEach(outcome -> {
            if (outcome instanceof RowOutcome.Unresolved unresolved) {
                batch.add(
                        link.id(),
                        unresolved.row().id(),
                        link.flow(),
                        idSpace.apply(unresolved.wanted().from().entity()).toString(),
                        unresolved.wanted().from().id(),
                        idSpace.apply(unresolved.wanted().to()).toString());
            }
        }));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static long count(Handle handle, String flow) {
        return handle.createQuery("select count(*) from unresolved where flow = :flow")
                .bind("flow", flow)
                .mapTo(Long.class)
                .one();
    }
}
