package io.tandem.feed;

import io.tandem.store.Database;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * One walk over all of an entity, and which of the known records it listed (rule 14).
 *
 * @param number of the pass; snapshots carry the last that listed them
 * @param findsAbsent false for an increment, and where nothing was known before
 */
record FullPass(int feed, long number, boolean findsAbsent) {

    private static final int PIECE = 200;

    void begin(Handle handle) {
        if (findsAbsent) {
            handle.execute("update feed set pass = ? where id = ?", number, feed);
        }
    }

    void listed(Handle handle, Collection<String> ids) {
        if (!findsAbsent) {
            return;
        }
        for (List<String> piece : Database.pieces(List.copyOf(ids))) {
            PreparedBatch batch =
                    handle.prepareBatch("update snapshot set pass = ? where feed_id = ? and record_id = ?");
            piece.forEach(id -> batch.add(number, feed, id));
            batch.execute();
        }
    }

    /** Known records that this pass did not list and that aren't deleted already, in order of their ids. */
    List<String> unlisted(Jdbi jdbi, String after) {
        return jdbi.withHandle(
                h -> h.createQuery("select record_id from snapshot where feed_id = :feed and record_id > :after"
                                + " and pass < :pass and presence <> 'DELETED' order by feed_id, record_id limit "
                                + PIECE)
                        .bind("feed", feed)
                        .bind("after", after)
                        .bind("pass", number)
                        .mapTo(String.class)
                        .list());
    }
}
