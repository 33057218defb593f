package io.tandem.store;

import io.tandem.record.RecordKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table of events. Rows are only added, until they are too old or too many. */
public final class History {

    private static final int LONGEST_REASON = 3_900;
    private static final int LONGEST_NAME = 200;

    private static final String INSERT = "insert into history (at_ms, flow, event, source, target, record, origin,"
            + " because, who, changes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private History() {}

    /** In the caller's transaction. Cost: a batch for each 500. */
    public static void add(Handle handle, List<Entry> entries) {
        RowBatch.execute(handle, INSERT, entries, (statement, entry) -> {
            statement.setLong(1, entry.at().toEpochMilli());
            statement.setString(2, entry.flow());
            statement.setString(3, entry.event().word());
            statement.setString(4, text(entry.source()));
            statement.setString(5, text(entry.target()));
            statement.setString(6, text(entry.record()));
            statement.setString(7, text(entry.origin()));
            statement.setString(8, cut(entry.because(), LONGEST_REASON));
            statement.setString(9, cut(entry.who(), LONGEST_NAME));
            statement.setString(10, Change.toJson(entry.changes()));
        });
    }

    /** Adds an event that Tandem finds again and again; only the first time counts. Cost: two statements. */
    public static void addOnce(Handle handle, Entry entry) {
        boolean known = of(handle, entry.record(), Integer.MAX_VALUE).stream()
                .anyMatch(row -> row.event() == entry.event()
                        && Objects.equals(entry.source(), row.source())
                        && Objects.equals(entry.target(), row.target()));
        if (!known) {
            add(handle, List.of(entry));
        }
    }

    private static String text(RecordKey key) {
        return key == null ? null : key.toString();
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    /** The newest events of a record and of its pairs, oldest first. Cost: two index scans. */
    public static List<Entry> of(Handle handle, RecordKey record, int most) {
        return handle.createQuery(
                        "select * from (select * from (select id, at_ms, flow, event, source, target, record,"
                                + " origin, because, who, changes from history where source = :key union"
                                + " select id, at_ms, flow, event, source, target, record, origin, because, who, changes"
                                + " from history where target = :key) both_sides order by id desc limit :most) newest order by id")
                .bind("key", record.toString())
                .bind("most", most)
                .map((rs, ctx) -> entry(rs))
                .list();
    }

    /** The newest events of a flow, oldest first. */
    public static List<Entry> of(Handle handle, String flow, int most) {
        return handle.createQuery("select * from (select id, at_ms, flow, event, source, target, record, origin,"
                        + " because, who, changes from history where flow = :flow order by id desc limit :most) newest"
                        + " order by id")
                .bind("flow", flow)
                .bind("most", most)
                .map((rs, ctx) -> entry(rs))
                .list();
    }

    /**
     * The moment of the oldest event to keep. The age counts from the newest event, so a clock that is years ahead
     * forgets nothing.
     */
    public static Instant oldestKept(Jdbi jdbi, Instant now, Duration keep) {
        long last = jdbi.withHandle(h -> h.createQuery("select at_ms from history order by id desc limit 1")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
        return Instant.ofEpochMilli(Math.min(now.toEpochMilli(), last)).minus(keep);
    }

    /**
     * Forgets events before a moment, and the oldest above {@code most}. It works in pieces, so that nobody waits long
     * for a lock: it looks at events in the order in which they were stored, up to a piece that has nothing to forget.
     *
     * @return how many events were forgotten
     */
    public static long prune(Jdbi jdbi, Instant oldest, long most) {
        return jdbi.withHandle(h -> {
            long newest = h.createQuery("select coalesce(max(id), 0) from history")
                    .mapTo(Long.class)
                    .one();
            return Database.inPieces(() -> h.createUpdate("delete from history where id in (select id from"
                            + " (select id, at_ms from history order by id limit 5000) first where at_ms < :before"
                            + " or id <= :last)")
                    .bind("before", oldest.toEpochMilli())
                    .bind("last", newest - most)
                    .execute());
        });
    }

    private static Entry entry(ResultSet rs) throws SQLException {
        return new Entry(
                Instant.ofEpochMilli(rs.getLong("at_ms")),
                rs.getString("flow"),
                Event.of(rs.getString("event")),
                key(rs.getString("source")),
                key(rs.getString("target")),
                key(rs.getString("record")),
                key(rs.getString("origin")),
                rs.getString("because"),
                rs.getString("who"),
                Change.fromJson(rs.getString("changes")));
    }

    private static RecordKey key(String text) {
        return text == null ? null : RecordKey.parse(text);
    }
}
