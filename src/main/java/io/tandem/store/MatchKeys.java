package io.tandem.store;

import static java.util.stream.Collectors.toCollection;

import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Who could be whose partner, by the stored match keys: questions of {@code match} and of lists. In the caller's transaction. */
public final class MatchKeys {

    /** A look-up for each key, on its own side: joined by {@code or} they would be a walk over all links of the flow. */
    private static final String UNHELD =
            "not exists (select 1 from link l where l.flow = k.flow and l.held_source = case k.side when 'SOURCE' then k.record_id end)"
                    + " and not exists (select 1 from link l where l.flow = k.flow"
                    + " and l.held_target = case k.side when 'TARGET' then k.record_id end)";

    /** An unlinked record with one of its keys. */
    public record Candidate(Side side, int alternative, String key, String recordId) {
        public KeyRule.Key asKey() {
            return new KeyRule.Key(alternative, key);
        }
    }

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

    /** All unlinked records, on both sides, that share a key with one of these records as they are stored. */
    public static List<Candidate> around(Handle handle, KeyRule rule, Collection<String> recordIds) {
        return holders(handle, rule.flow(), keys(rule, MatchKeyTable.stored(handle, rule, recordIds)));
    }

    /**
     * The same for records that were read before. One that has changed since isn't among those with its key, or has another
     * key besides: then it counts as it is stored now. Cost: a query for each 500 keys; a key that many hold is read once.
     * Records without a key for each alternative are read again.
     */
    public static List<Candidate> aroundRead(Handle handle, KeyRule rule, Collection<SyncRecord> records) {
        Set<KeyRule.Key> keys = keys(rule, records);
        Set<Candidate> found = new LinkedHashSet<>(holders(handle, rule.flow(), keys));
        List<String> unsure = records.stream()
                .filter(record -> !isFound(rule, record, found))
                .map(record -> record.key().id())
                .toList();
        if (!unsure.isEmpty()) {
            Set<KeyRule.Key> others = keys(rule, MatchKeyTable.stored(handle, rule, unsure));
            others.removeAll(keys);
            found.addAll(holders(handle, rule.flow(), others));
        }
        return List.copyOf(found);
    }

    private static boolean isFound(KeyRule rule, SyncRecord record, Set<Candidate> found) {
        List<KeyRule.Key> keys = rule.keys(record);
        return keys.size() == rule.flow().match().size()
                && keys.stream()
                        .allMatch(key -> found.contains(new Candidate(
                                rule.side(),
                                key.alternative(),
                                key.text(),
                                record.key().id())));
    }

    /** These records, by each key that they have as they are stored. */
    static Map<KeyRule.Key, Set<String>> byKey(Handle handle, KeyRule rule, Collection<String> recordIds) {
        Map<KeyRule.Key, Set<String>> found = new HashMap<>();
        MatchKeyTable.stored(handle, rule, recordIds)
                .forEach(record -> rule.keys(record).forEach(key -> found.computeIfAbsent(key, k -> new HashSet<>())
                        .add(record.key().id())));
        return found;
    }

    private static Set<KeyRule.Key> keys(KeyRule rule, Collection<SyncRecord> records) {
        return records.stream().flatMap(record -> rule.keys(record).stream()).collect(toCollection(LinkedHashSet::new));
    }

    private static List<Candidate> holders(Handle handle, Flow flow, Set<KeyRule.Key> keys) {
        List<Candidate> found = new ArrayList<>();
        for (List<KeyRule.Key> piece : Database.pieces(List.copyOf(keys))) {
            found.addAll(holders(handle, flow, piece));
        }
        return found;
    }

    private static List<Candidate> holders(Handle handle, Flow flow, List<KeyRule.Key> keys) {
        return handle.createQuery("select k.side, k.alternative, k.match_key, k.record_id"
                        + " from unnest(:alternatives, :keys) wanted (alternative, text) join match_key k"
                        + " on k.flow = :flow and k.alternative = wanted.alternative and k.match_key = wanted.text where "
                        + UNHELD)
                .bind("flow", flow.id())
                .bindArray(
                        "alternatives",
                        Integer.class,
                        keys.stream().map(KeyRule.Key::alternative).toList())
                .bindArray(
                        "keys",
                        String.class,
                        keys.stream().map(KeyRule.Key::text).toList())
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
     * Unlinked records of a side whose key no unlinked record of the other side has any more, with that key, without parked
     * ones. They may get a new partner.
     *
     * @param after the key and record behind which they begin, of its alternative
     * @param most so many of them, in order of the keys
     */
    public static List<Candidate> nowAlone(Handle handle, String flow, Candidate after, int most) {
        Side side = after.side();
        return handle.createQuery("select k.side, k.alternative, k.match_key, k.record_id from match_key k"
                        + " where k.flow = :flow and k.alternative = :alternative and k.side = :side"
                        + " and k.match_key >= :key and (k.match_key > :key or k.record_id > :after) and "
                        + unheld("k", side)
                        + " and not exists (select 1 from match_key o where " + shares("o", side.other(), "k")
                        + ") and not exists (select 1 from park p where p.flow = k.flow and p.side = :side"
                        + " and p.record_id = k.record_id)"
                        + " order by k.flow, k.alternative, k.match_key, k.side, k.record_id limit :most")
                .bind("flow", flow)
                .bind("alternative", after.alternative())
                .bind("side", side.name())
                .bind("key", after.key())
                .bind("after", after.recordId())
                .bind("most", most)
                .map((rs, ctx) -> candidate(rs))
                .list();
    }

    /**
     * Those of {@link #nowAlone} of whom no other key is that of an unlinked record of the other side either, each with its
     * first key alone. Cost: a look-up of each record and of its keys.
     */
    public static List<String> withoutPartner(Handle handle, KeyRule rule, List<Candidate> alone) {
        List<Candidate> near =
                around(handle, rule, alone.stream().map(Candidate::recordId).toList());
        Set<KeyRule.Key> others = near.stream()
                .filter(one -> one.side() != rule.side())
                .map(Candidate::asKey)
                .collect(toCollection(HashSet::new));
        Set<String> tied = new HashSet<>();
        Map<String, Integer> first = new HashMap<>();
        near.stream().filter(one -> one.side() == rule.side()).forEach(one -> {
            first.merge(one.recordId(), one.alternative(), Math::min);
            if (others.contains(one.asKey())) {
                tied.add(one.recordId());
            }
        });
        return alone.stream()
                .filter(one -> !tied.contains(one.recordId()))
                .filter(one -> first.getOrDefault(one.recordId(), 0) >= one.alternative())
                .map(Candidate::recordId)
                .toList();
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
