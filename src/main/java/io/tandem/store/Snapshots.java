package io.tandem.store;

import io.tandem.chunk.Snapshot;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table of snapshots: what we last saw of each record. All methods work inside the caller's transaction. */
public final class Snapshots {

    private static final String COLUMNS =
            "record_id, place, presence, modified_ms, token, written_ms, met_sequence, superseded, body, changed_at";

    /** Sequence numbers of a feed; a feed that changes a thousand times a second needs 34 years for them. */
    private static final long FEED = 1L << 40;

    /**
     * A stored snapshot.
     *
     * @param written when Tandem last wrote the record, or read by itself what no list had shown, by our clock;
     *     {@link Instant#EPOCH} if never
     * @param superseded the values before that, oldest first: a list that shows one of them again lags behind
     */
    public record Row(Snapshot seen, Instant written, List<Values> superseded) {
        public Row {
            superseded = List.copyOf(superseded);
        }
    }

    private Snapshots() {}

    public static Map<String, Row> load(Handle handle, int feed, EntityKey entity, Collection<String> ids) {
        Map<String, Row> found = new HashMap<>();
        for (List<String> piece : Database.pieces(List.copyOf(ids))) {
            handle.createQuery("select " + COLUMNS + " from unnest(:ids) wanted (id) join snapshot on feed_id = :feed"
                            + " and record_id = wanted.id")
                    .bind("feed", feed)
                    .bindArray("ids", String.class, piece)
                    .map((rs, ctx) -> row(entity, rs))
                    .forEach(row -> found.put(row.seen().id(), row));
        }
        return found;
    }

    public static List<Snapshot> after(Handle handle, int feed, EntityKey entity, long sequence, long upTo, int most) {
        return handle.createQuery("select " + COLUMNS + " from snapshot where place > :after and place <= :upTo"
                        + " order by place limit :most")
                .bind("after", place(feed, sequence))
                .bind("upTo", place(feed, upTo))
                .bind("most", most)
                .map((rs, ctx) -> row(entity, rs).seen())
                .list();
    }

    private static final String UNLINKED = "from snapshot s where s.place > :after and s.place < :end"
            + " and s.presence = 'LIVE' and not exists"
            + " (select 1 from link l where l.flow = :flow and l.held_source = s.record_id)";

    /** A look-up for each: without its offset, PostgreSQL would read all links of the flow for a piece of the records. */
    private static final String UNLINKED_IN_ORDER =
            UNLINKED.replace("s.record_id)", "s.record_id offset 0)") + " order by s.place limit ";

    /**
     * How many live records no link of a flow holds as its source: all but those that aren't live, and those that one holds.
     * Cost: two indexes are counted, the feed's and that of the flow's links; a look-up for each record that isn't live, each
     * link that is no pair, and each imported pair that was not merged yet.
     */
    public static long countUnlinked(Handle handle, int feed, String flow) {
        return handle.createQuery("select (select count(*) from snapshot where feed_id = :feed)"
                        + " - (select count(*) from not_live where feed_id = :feed)"
                        + " - (select count(*) from link where flow = :flow and state = 'linked')"
                        + " + (select count(*) from not_live n join link l on l.held_source = n.record_id and l.flow = :flow"
                        + " where n.feed_id = :feed and l.state = 'linked')"
                        + " + (select count(*) from imported_link i join link l on l.id = i.link_id where i.flow = :flow"
                        + " and l.state = 'linked' and not exists (select 1 from snapshot s where s.feed_id = :feed"
                        + " and s.record_id = l.source_id))"
                        + " - (select count(*) from link l where l.flow = :flow"
                        + " and l.state in ('creating', 'source-deleted', 'target-deleted', 'left')"
                        + " and exists (select 1 from snapshot s where s.feed_id = :feed and s.record_id = l.source_id"
                        + " and s.presence = 'LIVE'))")
                .bind("feed", feed)
                .bind("flow", flow)
                .mapTo(Long.class)
                .one();
    }

    /** Those records with their sequences, in order of these. @param after a sequence @param most so many of them */
    public static Map<String, Long> unlinked(Handle handle, int feed, String flow, long after, int most) {
        Map<String, Long> found = new LinkedHashMap<>();
        handle.createQuery("select s.record_id, s.place " + UNLINKED_IN_ORDER + most)
                .bind("after", place(feed, after))
                .bind("end", place(feed + 1, 0))
                .bind("flow", flow)
                .map((rs, ctx) -> Map.entry(rs.getString(1), sequence(rs.getLong(2))))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }

    /** Ids of live records that no link of a flow holds on this side, in order of their last change. @param most so many of them */
    public static List<String> unlinked(Handle handle, int feed, String flow, Side side, int most) {
        return handle.createQuery("select s.record_id " + UNLINKED_IN_ORDER.replace("held_source", held(side)) + most)
                .bind("after", place(feed, 0))
                .bind("end", place(feed + 1, 0))
                .bind("flow", flow)
                .mapTo(String.class)
                .list();
    }

    /** A snapshot's primary key: rows stand in the order in which their feed is read, without an index for it. */
    static long place(int feed, long sequence) {
        return feed * FEED + Math.min(sequence, FEED - 1);
    }

    private static long sequence(long place) {
        return place & FEED - 1;
    }

    private static String held(Side side) {
        return side == Side.SOURCE ? "held_source" : "held_target";
    }

    /** Records that aren't deleted with their sequences, in order of these. @param most so many of them */
    static Map<String, Long> undeleted(Handle handle, int feed, long after, long upTo, int most) {
        Map<String, Long> found = new LinkedHashMap<>();
        handle.createQuery("select record_id, place from snapshot where place > :after and place <= :upTo"
                        + " and presence <> 'DELETED' order by place limit :most")
                .bind("after", place(feed, after))
                .bind("upTo", place(feed, upTo))
                .bind("most", most)
                .map((rs, ctx) -> Map.entry(rs.getString(1), sequence(rs.getLong(2))))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }

    public static void insert(Handle handle, int feed, Collection<Row> rows) {
        execute(
                handle,
                "insert into snapshot (place, presence, modified_ms, token, written_ms, met_sequence, superseded, body, changed_at, feed_id, record_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                feed,
                rows);
    }

    public static void update(Handle handle, int feed, Collection<Row> rows) {
        execute(
                handle,
                "update snapshot set place = ?, presence = ?, modified_ms = ?, token = ?, written_ms = ?, met_sequence = ?, superseded = ?, body = ?,"
                        + " changed_at = ? where feed_id = ? and record_id = ?",
                feed,
                rows);
    }

    private static void execute(Handle handle, String sql, int feed, Collection<Row> rows) {
        RowBatch.execute(handle, sql, List.copyOf(rows), (statement, row) -> {
            SyncRecord record = row.seen().record();
            statement.setLong(1, place(feed, row.seen().sequence()));
            statement.setString(2, record.presence().name());
            statement.setLong(3, record.modified().toEpochMilli());
            statement.setString(4, record.token());
            statement.setLong(5, row.written().toEpochMilli());
            statement.setLong(6, row.seen().met());
            statement.setString(7, supersededText(row.superseded()));
            statement.setString(8, record.values().toJson());
            statement.setString(9, ChangeTimes.text(row.seen().changedAt()));
            statement.setInt(10, feed);
            statement.setString(11, row.seen().id());
        });
    }

    /** By position: to look each value up by name takes longer than to read it. */
    private static Row row(EntityKey entity, ResultSet rs) throws SQLException {
        SyncRecord record = new SyncRecord(
                entity.record(rs.getString(1)),
                Values.fromJson(rs.getString(9)),
                Instant.ofEpochMilli(rs.getLong(4)),
                rs.getString(5),
                Presence.valueOf(rs.getString(3)));
        return new Row(
                new Snapshot(record, new ChangeTimes(rs.getString(10)), sequence(rs.getLong(2)), rs.getLong(7)),
                Instant.ofEpochMilli(rs.getLong(6)),
                superseded(rs.getString(8)));
    }

    /** Mostly none, or one; several stand in lines. */
    private static String supersededText(List<Values> superseded) {
        return superseded.isEmpty()
                ? null
                : superseded.stream().map(Values::toJson).collect(Collectors.joining("\n"));
    }

    private static List<Values> superseded(String text) {
        return text == null ? List.of() : text.lines().map(Values::fromJson).toList();
    }

    /**
     * Forgets records that were deleted before a moment and that no link holds: nothing asks for them any more. One that
     * comes back is seen as a new one.
     *
     * @return how many
     */
    public static long forgetDeleted(Jdbi jdbi, Instant oldest) {
        List<Integer> feeds = jdbi.withHandle(FeedTable::ids);
        return feeds.stream()
                .mapToLong(feed -> Database.inPieces(() -> jdbi.inTransaction(h -> forgetDeleted(h, feed, oldest))))
                .sum();
    }

    /** With the feed's lock: a fetch that knows one of them, because it came back, would change a row that isn't there. */
    private static int forgetDeleted(Handle handle, int feed, Instant oldest) {
        FeedTable.lock(handle, feed);
        List<String> ids = handle.createQuery("select s.record_id from not_live n"
                        + " join snapshot s on s.feed_id = n.feed_id and s.record_id = n.record_id where n.feed_id = :feed"
                        + " and s.presence = 'DELETED' and s.modified_ms < :before and s.written_ms < :before"
                        + " and not exists (select 1 from link l where l.held_source = s.record_id)"
                        + " and not exists (select 1 from link l where l.held_target = s.record_id) limit 5000")
                .bind("feed", feed)
                .bind("before", oldest.toEpochMilli())
                .mapTo(String.class)
                .list();
        RowBatch.execute(handle, "delete from snapshot where feed_id = ? and record_id = ?", ids, (statement, id) -> {
            statement.setInt(1, feed);
            statement.setString(2, id);
        });
        NotLive.forget(handle, feed, ids);
        return ids.size();
    }
}
