package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.store.Links.Pair;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Links that were imported and whose pair has not been merged yet. In the caller's transaction. */
public final class ImportedLinks {

    private ImportedLinks() {}

    /** Of these new links those that were imported. Cost: none where none was. */
    static void add(Handle handle, Collection<Link> stored) {
        RowBatch.execute(
                handle, "insert into imported_link (link_id, flow) values (?, ?)", unmerged(stored), (row, link) -> {
                    row.setLong(1, link.id());
                    row.setString(2, link.flow());
                });
    }

    /** These links are about to be saved for the first time. Cost: none where none was imported. */
    static void merged(Handle handle, Collection<Link> links) {
        RowBatch.execute(
                handle,
                "delete from imported_link where link_id = ?",
                unmerged(links),
                (row, link) -> row.setLong(1, link.id()));
    }

    private static List<Link> unmerged(Collection<Link> links) {
        return links.stream().filter(Link::unmerged).toList();
    }

    /**
     * Imported pairs of which no list has shown both records.
     *
     * @param most so many of them
     */
    public static List<Pair> neverSeen(Handle handle, String flow, int sourceFeed, int targetFeed, int most) {
        return handle.createQuery("select l.source_id, l.target_id from imported_link i join link l on l.id = i.link_id"
                        + " where i.flow = :flow and l.state = 'linked' and (not exists (select 1 from snapshot s"
                        + " where s.feed_id = :source and s.record_id = l.source_id)"
                        + " or not exists (select 1 from snapshot t"
                        + " where t.feed_id = :target and t.record_id = l.target_id))"
                        + " order by l.id limit :most")
                .bind("flow", flow)
                .bind("source", sourceFeed)
                .bind("target", targetFeed)
                .bind("most", most)
                .map((rs, ctx) -> new Pair(rs.getString(1), rs.getString(2)))
                .list();
    }
}
