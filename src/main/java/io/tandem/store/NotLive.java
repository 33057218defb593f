package io.tandem.store;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The records whose snapshot isn't live, because they were deleted or left their entity's filter. In the caller's transaction. */
public final class NotLive {

    private NotLive() {}

    /**
     * Notes which of a feed's records are live now. Cost: none where that is as it was.
     *
     * @param before the snapshot that was stored before, by id; null for none
     */
    public static void note(
            Handle handle, int feed, Collection<Snapshots.Row> now, Function<String, Snapshots.Row> before) {
        Map<Boolean, List<String>> other = now.stream()
                .filter(row -> isLive(row) != isLive(before.apply(row.seen().id())))
                .collect(partitioningBy(
                        NotLive::isLive, mapping(row -> row.seen().id(), toList())));
        forget(handle, feed, other.get(true));
        execute(handle, "insert into not_live (feed_id, record_id) values (?, ?)", feed, other.get(false));
    }

    /** Of records that are live again, or whose snapshots are forgotten. */
    static void forget(Handle handle, int feed, List<String> ids) {
        execute(handle, "delete from not_live where feed_id = ? and record_id = ?", feed, ids);
    }

    /** A record that isn't known counts as live: as one it needs no row. */
    private static boolean isLive(Snapshots.Row row) {
        return row == null || row.seen().record().live();
    }

    private static void execute(Handle handle, String sql, int feed, List<String> ids) {
        RowBatch.execute(handle, sql, ids, (statement, id) -> {
            statement.setInt(1, feed);
            statement.setString(2, id);
        });
    }
}
