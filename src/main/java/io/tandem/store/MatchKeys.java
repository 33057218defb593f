package io.tandem.store;

import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The stored match keys: which live records of a flow could be partners. Derived from the snapshots, saved with them. */
public final class MatchKeys {

    private static final int PIECE = 500;

    /** A look-up for each key, on its own side: joined by {@code or} they would be a walk over all links of the flow. */
    private static final String UNHELD =
            "not exists (select 1 from link l where l.flow = k.flow and l.held_source = case k.side when 'SOURCE' then k.record_id end)"
                    + " and not exists (select 1 from link l where l.flow = k.flow"
                    + " and l.held_target = case k.side when 'TARGET' then k.record_id end)";

    /** An unlinked record with one of its keys. */
    public record Candidate(Side side, int alternative, String key, String recordId) {}

    private MatchKeys() {}

    private static String unheld(String alias, Side side) {
        return String.format(
                Locale.ROOT,
                "not exists (select 1 from link l where l.flow = %1$s.flow and l.held_%2$s = %1$s.record_id)",
                alias,
                side.lower());
    }

    /** An unlinked record of a side has the same key as {@code key}. */
    private static String shares(String alias, Side side, String key) {
        return String.format(
                        Locale.ROOT,
                        "%1$s.flow = %3$s.flow and %1$s.alternative = %3$s.alternative and %1$s.match_key = %3$s.match_key"
                                + " and %1$s.side = '%2$s' and ",
                        alias,
                        side,
                        key)
                + unheld(alias, side);
    }

    /**
     * Replaces the stored keys of these records by their present ones.
     *
     * @param added those that weren't known before, which have no keys yet
     */
    public static void replace(Handle handle, List<KeyRule> rules, List<Snapshot> added, List<Snapshot> changed) {
        for (KeyRule rule : rules) {
            delete(handle, rule, changed);
            insert(handle, rule, changed);
            insert(handle, rule, added);
        }
    }

    private static void delete(Handle handle, KeyRule rule, List<Snapshot> records) {
        RowBatch.execute(
                handle,
                "delete from match_key where flow = ? and side = ? and record_id = ?",
                records,
                (statement, record) -> {
                    statement.setString(1, rule.flow().id());
                    statement.setString(2, rule.side().name());
                    statement.setString(3, record.id());
                });
    }

    private record Row(KeyRule.Key key, String recordId) {}

    private static void insert(Handle handle, KeyRule rule, List<Snapshot> records) {
        List<Row> rows = new ArrayList<>();
        records.forEach(record -> rule.keys(record.record()).forEach(key -> rows.add(new Row(key, record.id()))));
        RowBatch.execute(
                handle,
                "insert into match_key (flow, side, alternative, match_key, record_id) values (?, ?, ?, ?, ?)",
                rows,
                (statement, row) -> {
                    statement.setString(1, rule.flow().id());
                    statement.setString(2, rule.side().name());
                    statement.setInt(3, row.key().alternative());
                    statement.setString(4, row.key().text());
                    statement.setString(5, row.recordId());
                });
    }

    /** Adds the keys of all snapshots of a feed, piece by piece. */
    public static void add(Handle handle, FeedState feed, EntityKey entity, List<KeyRule> rules) {
        long after = 0;
        List<Snapshot> piece;
        while (!rules.isEmpty()
                && !(piece = Snapshots.after(handle, feed.id(), entity, after, feed.sequence(), PIECE)).isEmpty()) {
            replace(handle, rules, List.of(), piece);
            after = piece.get(piece.size() - 1).sequence();
        }
    }

    public static void forget(Handle handle, String flow) {
        handle.execute("delete from match_key where flow = ?", flow);
    }

    /** A key under one of a flow's match rows. */
    private record Key(int alternative, String text) {}

    /**
     * All unlinked records, on both sides, that share a key with one of these records. Cost: a query for each 500, and one
     * more for each 500 of their keys; a key that many hold is read once.
     */
    public static List<Candidate> around(Handle handle, Flow flow, Side side, Collection<String> recordIds) {
        Set<Key> keys = new LinkedHashSet<>();
        for (List<String> piece : Database.pieces(List.copyOf(recordIds))) {
            handle.createQuery("select distinct alternative, match_key from unnest(:ids) wanted (id) join match_key"
                            + " on flow = :flow and side = :side and record_id = wanted.id")
                    .bind("flow", flow.id())
                    .bind("side", side.name())
                    .bindArray("ids", String.class, piece)
                    .map((rs, ctx) -> new Key(rs.getInt(1), rs.getString(2)))
                    .forEach(keys::add);
        }
        List<Candidate> found = new ArrayList<>();
        for (List<Key> piece : Database.pieces(List.copyOf(keys))) {
            found.addAll(holders(handle, flow, piece));
        }
        return found;
    }

    private static List<Candidate> holders(Handle handle, Flow flow, List<Key> keys) {
        return handle.createQuery("select k.side, k.alternative, k.match_key, k.record_id"
                        + " from unnest(:alternatives, :keys) wanted (alternative, text) join match_key k"
                        + " on k.flow = :flow and k.alternative = wanted.alternative and k.match_key = wanted.text where "
                        + UNHELD)
                .bind("flow", flow.id())
                .bindArray(
                        "alternatives",
                        Integer.class,
                        keys.stream().map(Key::alternative).toList())
                .bindArray("keys", String.class, keys.stream().map(Key::text).toList())
                .map((rs, ctx) -> candidate(rs))
                .list();
    }

    private static Candidate candidate(ResultSet rs) throws SQLException {
        return new Candidate(Side.valueOf(rs.getString(1)), rs.getInt(2), rs.getString(3), rs.getString(4));
    }

    /**
     * Unlinked sources whose key one unlinked source and one unlinked target hold, by that key: rivals went away. Cost: one
     * walk over the flow's target keys of that alternative behind {@code after}, in order, and a look-up for each.
     *
     * @param after the key behind which they begin; "" for the first
     * @param most so many of them, in order of the keys
     */
    public static Map<String, String> nowUnique(Handle handle, String flow, int alternative, String after, int most) {
        Map<String, String> found = new LinkedHashMap<>();
        handle.createQuery("select t.match_key, (select max(s.record_id) from match_key s where "
                        + shares("s", Side.SOURCE, "t") + ") from match_key t"
                        + " where t.flow = :flow and t.alternative = :alternative and t.match_key > :after"
                        + " and t.side = 'TARGET' and " + unheld("t", Side.TARGET)
                        // of a key that many hold, they are not counted for each
                        + " and case when not exists (select 1 from match_key o where o.record_id <> t.record_id and "
                        + shares("o", Side.TARGET, "t") + ") then (select count(*) from match_key s where "
                        + shares("s", Side.SOURCE, "t") + ") end = 1"
                        + " order by t.flow, t.alternative, t.match_key limit :most")
                .bind("flow", flow)
                .bind("alternative", alternative)
                .bind("after", after)
                .bind("most", most)
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
                .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }

    /**
     * Unlinked records of a side that share no key with an unlinked record of the other side any more, without parked
     * ones. They may get a new partner.
     *
     * @param after the record behind which they begin; "" for the first
     * @param most so many of them, in order of their ids
     */
    public static List<String> nowAlone(Handle handle, String flow, Side side, String after, int most) {
        return handle.createQuery("select distinct k.record_id from match_key k where k.flow = :flow"
                        + " and k.side = :side and k.record_id > :after and " + unheld("k", side)
                        + " and not exists (select 1 from match_key mine join match_key o on o.flow = mine.flow"
                        + " and o.alternative = mine.alternative and o.match_key = mine.match_key and o.side = :other"
                        + " where mine.flow = k.flow and mine.side = k.side and mine.record_id = k.record_id and "
                        + unheld("o", side.other())
                        + ") and not exists (select 1 from park p where p.flow = k.flow and p.side = :side"
                        + " and p.record_id = k.record_id) order by k.record_id limit :most")
                .bind("flow", flow)
                .bind("side", side.name())
                .bind("other", side.other().name())
                .bind("after", after)
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    /** Unlinked records of both sides that share a key with an unlinked one of the other, key by key. */
    public static List<Candidate> ambiguous(Handle handle, String flow) {
        return handle.createQuery(ofSide(Side.SOURCE) + " union all " + ofSide(Side.TARGET) + " order by 2, 3, 1, 4")
                .bind("flow", flow)
                .map((rs, ctx) -> candidate(rs))
                .list();
    }

    private static String ofSide(Side side) {
        return "select k.side, k.alternative, k.match_key, k.record_id from match_key k where k.flow = :flow and k.side = '"
                + side + "' and " + unheld("k", side)
                + " and exists (select 1 from match_key o where o.flow = k.flow and o.alternative = k.alternative"
                + " and o.match_key = k.match_key and o.side = '" + side.other() + "' and "
                + unheld("o", side.other()) + ")";
    }

    /**
     * How many sources are ambiguous. A candidate from which an operator unlinked the source doesn't count. Cost: one
     * walk over the flow's target keys, a look-up for each, and a few more for each that is unlinked.
     */
    public static long countAmbiguous(Handle handle, String flow) {
        return handle.createQuery("select count(distinct s.record_id) from (select distinct alternative, match_key"
                        + " from match_key k where k.flow = :flow and k.side = 'TARGET' and " + unheld("k", Side.TARGET)
                        // the sum: so H2 can't look the keys up for each source instead
                        + ") t join match_key s on s.alternative = t.alternative + 0 and s.match_key = t.match_key"
                        + " where s.flow = :flow and s.side = 'SOURCE' and " + unheld("s", Side.SOURCE)
                        + " and exists (select 1 from match_key o where " + shares("o", Side.TARGET, "s")
                        + " and not exists (select 1 from link apart where apart.flow = s.flow"
                        + " and apart.source_id = s.record_id and apart.target_id = o.record_id"
                        + " and apart.state = 'unlinked'))")
                .bind("flow", flow)
                .mapTo(Long.class)
                .one();
    }
}
