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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table of snapshots: what we last saw of each record. All methods work inside the caller's transaction. */
public final class Snapshots {

    private static final String COLUMNS =
            "record_id, sequence, presence, modified_ms, token, written_ms, met_sequence, superseded, body, changed_at";

    /**
     * A stored snapshot.
     *
     * @param written when Tandem last wrote the record, by our clock; {@link Instant#EPOCH} if never
     * @param superseded the values before that write: a read that shows them again lags behind; null if none
     */
    public record Row(Snapshot seen, Instant written, Values superseded) {}

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
        return handle.createQuery("select " + COLUMNS + " from snapshot where feed_id = :feed and sequence > :after"
                        + " and sequence <= :upTo order by feed_id, sequence limit :most")
                .bind("feed", feed)
                .bind("after", sequence)
                .bind("upTo", upTo)
                .bind("most", most)
                .map((rs, ctx) -> row(entity, rs).seen())
                .list();
    }

    private static final String UNLINKED = "from snapshot s where s.feed_id = :feed and s.presence = 'LIVE'"
            + " and s.sequence > :after and not exists"
            + " (select 1 from link l where l.flow = :flow and l.held_source = s.record_id)";

    /** How many live records no link of a flow holds as its source. */
    public static long countUnlinked(Handle handle, int feed, String flow) {
        return handle.createQuery("select count(*) " + UNLINKED)
                .bind("feed", feed)
                .bind("flow", flow)
                .bind("after", 0)
                .mapTo(Long.class)
                .one();
    }

    /** Those records with their sequences, in order of these. @param after a sequence @param most so many of them */
    public static Map<String, Long> unlinked(Handle handle, int feed, String flow, long after, int most) {
        Map<String, Long> found = new LinkedHashMap<>();
        handle.createQuery(
                        "select s.record_id, s.sequence " + UNLINKED + " order by s.feed_id, s.sequence limit " + most)
                .bind("feed", feed)
                .bind("flow", flow)
                .bind("after", after)
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getLong(2)))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }

    /** Ids of live records that no link of a flow holds on this side, in order of their last change. @param most so many of them */
    public static List<String> unlinked(Handle handle, int feed, String flow, Side side, int most) {
        return handle.createQuery("select s.record_id " + UNLINKED.replace("held_source", held(side))
                        + " order by s.feed_id, s.sequence limit " + most)
                .bind("feed", feed)
                .bind("flow", flow)
                .bind("after", 0)
                .mapTo(String.class)
                .list();
    }

    private static String held(Side side) {
        return side == Side.SOURCE ? "held_source" : "held_target";
    }

    /** Records that aren't deleted with their sequences, in order of these. @param most so many of them */
    static Map<String, Long> undeleted(Handle handle, int feed, long after, long upTo, int most) {
        Map<String, Long> found = new LinkedHashMap<>();
        handle.createQuery("select record_id, sequence from snapshot where feed_id = :feed and sequence > :after"
                        + " and sequence <= :upTo and presence <> 'DELETED' order by feed_id, sequence limit :most")
                .bind("feed", feed)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("most", most)
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getLong(2)))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }

    public static void insert(Handle handle, int feed, Collection<Row> rows) {
        execute(
                handle,
                "insert into snapshot (sequence, presence, modified_ms, token, written_ms, met_sequence, superseded, body, changed_at, feed_id, record_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                feed,
                rows);
    }

    public static void update(Handle handle, int feed, Collection<Row> rows) {
        execute(
                handle,
                "update snapshot set sequence = ?, presence = ?, modified_ms = ?, token = ?, written_ms = ?, met_sequence = ?, superseded = ?, body = ?,"
                        + " changed_at = ? where feed_id = ? and record_id = ?",
                feed,
                rows);
    }

    private static void execute(Handle handle, String sql, int feed, Collection<Row> rows) {
        RowBatch.execute(handle, sql, List.copyOf(rows), (statement, row) -> {
            SyncRecord record = row.seen().record();
            statement.setLong(1, row.seen().sequence());
            statement.setString(2, record.presence().name());
            statement.setLong(3, record.modified().toEpochMilli());
            statement.setString(4, record.token());
            statement.setLong(5, row.written().toEpochMilli());
            statement.setLong(6, row.seen().met());
            statement.setString(
                    7, row.superseded() == null ? null : row.superseded().toJson());
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
        String superseded = rs.getString(8);
        return new Row(
                new Snapshot(record, new ChangeTimes(rs.getString(10)), rs.getLong(2), rs.getLong(7)),
                Instant.ofEpochMilli(rs.getLong(6)),
                superseded == null ? null : Values.fromJson(superseded));
    }

    /**
     * Forgets records that were deleted before a moment and that no link holds: nothing asks for them any more. One that
     * comes back is seen as a new one.
     *
     * @return how many
     */
    public static long forgetDeleted(Jdbi jdbi, Instant oldest) {
        return jdbi.withHandle(h -> Database.inPieces(() -> h.createUpdate(
                        "delete from snapshot where presence = 'DELETED' and (feed_id, record_id) in ("
                                + "select s.feed_id, s.record_id from snapshot s join feed f on f.id = s.feed_id"
                                + " where s.presence = 'DELETED' and s.modified_ms < :before and s.written_ms < :before"
                                + " and not exists (select 1 from link l where l.held_source = s.record_id)"
                                + " and not exists (select 1 from link l where l.held_target = s.record_id) limit 5000)")
                .bind("before", oldest.toEpochMilli())
                .execute()));
    }
}
