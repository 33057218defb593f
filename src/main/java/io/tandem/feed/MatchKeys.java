package io.tandem.feed;

import io.tandem.chunk.Seen;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The stored match keys: which live records of a flow could be partners. Derived from the snapshots, saved with them. */
public final class MatchKeys {

    private static final int PIECE = 500;

    private static final String UNHELD =
            " not exists (select 1 from link l where l.flow = k.flow and ((k.side = 'SOURCE' and l.held_source = k.record_id)"
                    + " or (k.side = 'TARGET' and l.held_target = k.record_id)))";

    /** An unlinked record with one of its keys. */
    public record Candidate(Side side, int alternative, String key, String recordId) {}

    private MatchKeys() {}

    static void replace(Handle handle, List<KeyRule> rules, List<Seen> records) {
        for (KeyRule rule : rules) {
            for (List<Seen> piece : Database.pieces(records)) {
                delete(handle, rule, piece.stream().map(Seen::id).toList());
                insert(handle, rule, piece);
            }
        }
    }

    private static void delete(Handle handle, KeyRule rule, List<String> ids) {
        handle.createUpdate("delete from match_key where (flow, side, record_id) in (<keys>)")
                .bindMethodsList(
                        "keys", Database.SideKey.all(rule.flow().id(), rule.side(), ids), Database.SideKey.COLUMNS)
                .execute();
    }

    private static void insert(Handle handle, KeyRule rule, List<Seen> records) {
        PreparedBatch batch = handle.prepareBatch(
                "insert into match_key (flow, side, alternative, match_key, record_id) values (?, ?, ?, ?, ?)");
        for (Seen seen : records) {
            for (KeyRule.Key key : rule.keys(seen.record())) {
                batch.add(rule.flow().id(), rule.side().name(), key.alternative(), key.text(), seen.id());
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Adds the keys of all snapshots of a feed, piece by piece. */
    static void add(Handle handle, Feeds.State feed, EntityKey entity, List<KeyRule> rules) {
        long after = 0;
        List<Seen> piece;
        while (!rules.isEmpty()
                && !(piece = Snapshots.after(handle, feed.id(), entity, after, feed.sequence(), PIECE)).isEmpty()) {
            replace(handle, rules, piece);
            after = piece.get(piece.size() - 1).sequence();
        }
    }

    static void forget(Handle handle, String flow) {
        handle.execute("delete from match_key where flow = ?", flow);
    }

    /** All unlinked records, on both sides, that share a key with one of these records. Cost: 2 queries. */
    public static List<Candidate> around(Handle handle, Flow flow, Side side, Collection<String> recordIds) {
        List<Candidate> found = new ArrayList<>();
        for (List<String> piece : Database.pieces(List.copyOf(recordIds))) {
            found.addAll(handle.createQuery(
                            "select distinct k.side, k.alternative, k.match_key, k.record_id from match_key k join match_key mine"
                                    + " on mine.flow = k.flow and mine.alternative = k.alternative and mine.match_key = k.match_key"
                                    + " where (mine.flow, mine.side, mine.record_id) in (<keys>) and "
                                    + UNHELD)
                    .bindMethodsList("keys", Database.SideKey.all(flow.id(), side, piece), Database.SideKey.COLUMNS)
                    .map((rs, ctx) -> new Candidate(
                            Side.valueOf(rs.getString(1)), rs.getInt(2), rs.getString(3), rs.getString(4)))
                    .list());
        }
        return found;
    }

    /** Unlinked sources whose key one unlinked source and one unlinked target hold: rivals went away. */
    public static List<String> nowUnique(Handle handle, String flow) {
        String unheld = "(select k.alternative, k.match_key, min(k.record_id) as record_id from match_key k"
                + " where k.flow = :flow and k.side = '%s' and " + UNHELD
                + " group by k.alternative, k.match_key having count(*) = 1)";
        return handle.createQuery("select distinct s.record_id from " + unheld.formatted("SOURCE") + " s join "
                        + unheld.formatted("TARGET")
                        + " t on t.alternative = s.alternative and t.match_key = s.match_key")
                .bind("flow", flow)
                .mapTo(String.class)
                .list();
    }

    /** Unlinked sources that no unlinked target shares a key with any more, parked ones aside: they want a new partner. */
    public static List<String> nowAlone(Handle handle, String flow) {
        return handle.createQuery("select distinct k.record_id from match_key k where k.flow = :flow"
                        + " and k.side = 'SOURCE' and " + UNHELD
                        + " and not exists (select 1 from match_key mine join match_key o on o.flow = mine.flow"
                        + " and o.alternative = mine.alternative and o.match_key = mine.match_key and o.side = 'TARGET'"
                        + " where mine.flow = k.flow and mine.side = k.side and mine.record_id = k.record_id and "
                        + UNHELD.replace("k.", "o.")
                        + ") and not exists (select 1 from park p where p.flow = k.flow and p.side = 'SOURCE'"
                        + " and p.record_id = k.record_id)")
                .bind("flow", flow)
                .mapTo(String.class)
                .list();
    }

    /** Unlinked sources that have at least one unlinked candidate: what {@code waiting} calls ambiguous. */
    public static List<Candidate> ambiguous(Handle handle, String flow) {
        return handle.createQuery(
                        "select k.side, k.alternative, k.match_key, k.record_id from match_key k where k.flow = :flow and "
                                + UNHELD
                                + " and exists (select 1 from match_key o where o.flow = k.flow and o.alternative = k.alternative"
                                + " and o.match_key = k.match_key and o.side <> k.side and "
                                + UNHELD.replace("k.", "o.")
                                + ") order by k.alternative, k.match_key, k.side, k.record_id")
                .bind("flow", flow)
                .map((rs, ctx) ->
                        new Candidate(Side.valueOf(rs.getString(1)), rs.getInt(2), rs.getString(3), rs.getString(4)))
                .list();
    }
}
