package io.tandem.link;

import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** References that wait for a link or a cross-reference. In the caller's transaction. */
final class Unresolved {

    private Unresolved() {}

    static Set<Long> known(Handle handle, Collection<Long> links) {
        Set<Long> found = new HashSet<>();
        for (List<Long> piece : Database.pieces(List.copyOf(links))) {
            found.addAll(handle.createQuery("select distinct link_id from unresolved where link_id in (<links>)")
                    .bindList("links", piece)
                    .mapTo(Long.class)
                    .list());
        }
        return found;
    }

    static void forget(Handle handle, long link) {
        handle.execute("delete from unresolved where link_id = ?", link);
    }

    static void save(
            Handle handle, Link link, List<RowOutcome> outcomes, boolean known, UnaryOperator<EntityKey> idSpace) {
        if (known) {
            forget(handle, link.id());
        }
        for (RowOutcome outcome : outcomes) {
            if (outcome instanceof RowOutcome.Unresolved unresolved) {
                handle.execute(
                        "insert into unresolved (link_id, row_id, flow, from_entity, from_id, to_entity) values (?, ?, ?, ?, ?, ?)",
                        link.id(),
                        unresolved.row().id(),
                        link.flow(),
                        idSpace.apply(unresolved.wanted().from().entity()).toString(),
                        unresolved.wanted().from().id(),
                        idSpace.apply(unresolved.wanted().to()).toString());
            }
        }
    }
}
