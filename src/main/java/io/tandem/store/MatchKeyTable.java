package io.tandem.store;

import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The stored match keys: which live records of a flow could be partners. Derived from the snapshots, saved with them.
 *
 * <p>A record that was linked by a match has none, so that who is free is found without a look at each link. Others that a link
 * holds may have some; so {@link MatchKeys} looks at the links too. In the caller's transaction.
 */
public final class MatchKeyTable {

    private static final int PIECE = 500;

    private static final String DELETE =
            "delete from match_key where flow = ? and side = ? and alternative = ? and match_key = ? and record_id = ?";

    private static final String INSERT =
            "insert into match_key (flow, side, alternative, match_key, record_id) values (?, ?, ?, ?, ?)";

    private static final Comparator<Row> IN_ORDER = Comparator.<Row>comparingInt(
                    row -> row.key().alternative())
            .thenComparing(row -> row.key().text())
            .thenComparing(Row::recordId);

    private record Row(KeyRule.Key key, String recordId) {}

    private MatchKeyTable() {}

    /**
     * Replaces the keys that one rule made of records by their present ones. What it made before is found by the record that
     * it was made of: no index by record is needed.
     *
     * @param before the records as they were stored, by id; null for those that weren't known
     */
    public static void replace(
            Handle handle, KeyRule rule, List<Snapshot> records, Function<String, SyncRecord> before) {
        List<Row> gone = new ArrayList<>();
        List<Row> news = new ArrayList<>();
        for (Snapshot record : records) {
            SyncRecord old = before.apply(record.id());
            List<KeyRule.Key> had = old == null ? List.of() : rule.keys(old);
            List<KeyRule.Key> has = rule.keys(record.record());
            had.stream().filter(key -> !has.contains(key)).forEach(key -> gone.add(new Row(key, record.id())));
            has.stream().filter(key -> !had.contains(key)).forEach(key -> news.add(new Row(key, record.id())));
        }
        execute(handle, DELETE, rule, gone);
        execute(handle, INSERT, rule, news);
    }

    /** Forgets the keys of records that were just linked: they match nobody. */
    public static void forget(Handle handle, KeyRule rule, Collection<SyncRecord> linked) {
        execute(handle, DELETE, rule, rows(rule, linked));
    }

    /**
     * Makes the keys of records whose link is taken apart, as they are stored. The caller's transaction has the lock of their
     * feed, so that their keys are those of their snapshots.
     */
    public static void free(Handle handle, KeyRule rule, Collection<String> recordIds) {
        List<Row> rows = rows(rule, stored(handle, rule, recordIds));
        execute(handle, DELETE, rule, rows);
        execute(handle, INSERT, rule, rows);
    }

    private static List<Row> rows(KeyRule rule, Collection<SyncRecord> records) {
        return records.stream()
                .flatMap(record -> rule.keys(record).stream()
                        .map(key -> new Row(key, record.key().id())))
                .toList();
    }

    /** In the order of the rows, so that two who change the same ones can't lock each other out. */
    private static void execute(Handle handle, String sql, KeyRule rule, List<Row> rows) {
        RowBatch.execute(handle, sql, rows.stream().sorted(IN_ORDER).toList(), (statement, row) -> {
            statement.setString(1, rule.flow().id());
            statement.setString(2, rule.side().name());
            statement.setInt(3, row.key().alternative());
            statement.setString(4, row.key().text());
            statement.setString(5, row.recordId());
        });
    }

    /**
     * Forgets the keys of all records on a side of a flow that a link holds; a create that was started may leave its record
     * free again. The caller's transaction has the lock of their feed: a fetch may change the same keys, in another order.
     */
    public static void forgetLinked(Handle handle, Flow flow, Side side) {
        handle.createUpdate("delete from match_key where flow = :flow and side = :side and exists (select 1 from link l"
                        + " where l.held_" + side.lower()
                        + " = match_key.record_id and l.flow = match_key.flow"
                        + " and l.state <> 'creating')")
                .bind("flow", flow.id())
                .bind("side", side.name())
                .execute();
    }

    /** Makes all keys of one rule from the snapshots of a feed, piece by piece, whatever made them before. */
    public static void build(Handle handle, FeedTable.Locked feed, EntityKey entity, KeyRule rule) {
        handle.execute(
                "delete from match_key where flow = ? and side = ?",
                rule.flow().id(),
                rule.side().name());
        long after = 0;
        List<Snapshot> piece;
        while (!(piece = Snapshots.after(handle, feed.id(), entity, after, feed.sequence(), PIECE)).isEmpty()) {
            replace(handle, rule, piece, id -> null);
            after = piece.get(piece.size() - 1).sequence();
        }
    }

    static List<SyncRecord> stored(Handle handle, KeyRule rule, Collection<String> ids) {
        EntityKey entity = rule.flow().entity(rule.side());
        int feed = FeedTable.id(handle, entity);
        return Snapshots.load(handle, feed, entity, ids).values().stream()
                .map(row -> row.seen().record())
                .toList();
    }
}
