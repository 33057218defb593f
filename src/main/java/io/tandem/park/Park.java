package io.tandem.park;

import io.tandem.chunk.Item;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Side;
import io.tandem.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table of parked records. Only what can heal is tried again by itself, with growing pauses. In the caller's transaction. */
public final class Park {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final int LONGEST_REASON = 3_900;

    private static final String SELECT =
            "select id, flow, side, record_id, property, reason, attempts, next_try_ms from park ";

    private record Place(Side side, String recordId, String property) {}

    private Park() {}

    /**
     * Makes the parked rows of these items what their troubles now are: new ones in, healed ones out. Those of an item
     * that runs again stay until it is known what became of it.
     *
     * @return those that weren't parked before
     */
    public static List<Trouble> settle(Handle handle, String flow, Collection<Item> items, Instant now) {
        Map<Place, Parked> known = new HashMap<>();
        for (Side side : Side.values()) {
            load(handle, flow, side, recordIds(items, side))
                    .forEach(p -> known.put(new Place(p.side(), p.recordId(), p.property()), p));
        }
        List<Trouble> news = new ArrayList<>();
        Set<Place> troubled = new HashSet<>();
        for (Item item : items) {
            for (Trouble trouble : item.troubles()) {
                Place place = new Place(trouble.side(), trouble.recordId(), trouble.property());
                if (troubled.add(place)) {
                    put(handle, flow, trouble, known.get(place), now);
                    if (!known.containsKey(place)) {
                        news.add(trouble);
                    }
                }
            }
        }
        Set<Place> open = new HashSet<>();
        items.stream().filter(Item::mustRunAgain).forEach(item -> known.keySet().stream()
                .filter(place -> isOf(item, place))
                .forEach(open::add));
        known.forEach((place, parked) -> {
            if (!troubled.contains(place) && !open.contains(place)) {
                handle.execute("delete from park where id = ?", parked.id());
            }
        });
        return news;
    }

    private static boolean isOf(Item item, Place place) {
        return place.recordId()
                .equals(
                        item.side() == place.side()
                                ? item.seen().id()
                                : item.link()
                                        .map(link -> link.recordId(place.side()))
                                        .orElse(null));
    }

    private static Set<String> recordIds(Collection<Item> items, Side side) {
        Set<String> ids = new HashSet<>();
        for (Item item : items) {
            if (item.side() == side) {
                ids.add(item.seen().id());
            }
            item.link().map(link -> link.recordId(side)).ifPresent(ids::add);
        }
        return ids;
    }

    /** Parks these as well; one that is parked already keeps its reason. */
    public static void add(Handle handle, String flow, Collection<Trouble> troubles, Instant now) {
        for (Side side : Side.values()) {
            Map<String, Trouble> some = troubles.stream()
                    .filter(trouble -> trouble.side() == side)
                    .collect(Collectors.toMap(Trouble::recordId, trouble -> trouble));
            Map<String, Parked> known = load(handle, flow, side, some.keySet()).stream()
                    .filter(parked -> parked.property().isEmpty())
                    .collect(Collectors.toMap(Parked::recordId, parked -> parked));
            some.forEach((id, trouble) -> {
                String reason = known.containsKey(id) ? known.get(id).reason() : trouble.reason();
                put(handle, flow, new Trouble(side, id, "", reason, false), known.get(id), now);
            });
        }
    }

    /** A record that is no longer its flow's business. */
    public static void forget(Handle handle, String flow, Side side, String recordId) {
        handle.execute("delete from park where flow = ? and side = ? and record_id = ?", flow, side.name(), recordId);
    }

    private static void put(Handle handle, String flow, Trouble trouble, Parked known, Instant now) {
        int attempts = known == null ? 1 : known.attempts() + 1;
        Long nextTry = trouble.heals() ? now.plus(pause(attempts)).toEpochMilli() : null;
        String reason = trouble.reason().length() > LONGEST_REASON
                ? trouble.reason().substring(0, LONGEST_REASON)
                : trouble.reason();
        String sql = known == null
                ? "insert into park (reason, attempts, next_try_ms, since_ms, flow, side, record_id, property)"
                        + " values (:reason, :attempts, :nextTry, :now, :flow, :side, :record, :property)"
                : "update park set reason = :reason, attempts = :attempts, next_try_ms = :nextTry"
                        + " where flow = :flow and side = :side and record_id = :record and property = :property";
        var update = handle.createUpdate(sql);
        if (known == null) {
            update.bind("now", now.toEpochMilli());
        }
        update.bind("reason", reason)
                .bind("attempts", attempts)
                .bind("nextTry", nextTry)
                .bind("flow", flow)
                .bind("side", trouble.side().name())
                .bind("record", trouble.recordId())
                .bind("property", trouble.property())
                .execute();
    }

    /**
     * Parks whole records for reasons of one kind, and frees others that were parked for the same. Cost: one query if none is.
     *
     * @param kind how these reasons begin
     * @param troubled reasons by record
     * @return how many weren't parked for it before
     */
    public static int replace(
            Handle handle,
            String flow,
            Side side,
            String kind,
            Map<String, String> troubled,
            Collection<String> healed,
            Instant now) {
        Set<String> known = handle
                .createQuery("select record_id from park where flow = :flow and side = :side and reason like :kind")
                .bind("flow", flow)
                .bind("side", side.name())
                .bind("kind", kind + "%")
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toSet());
        known.stream()
                .filter(healed::contains)
                .forEach(id -> handle.execute(
                        "delete from park where flow = ? and side = ? and record_id = ? and reason like ?",
                        flow,
                        side.name(),
                        id,
                        kind + "%"));
        List<String> news =
                troubled.keySet().stream().filter(id -> !known.contains(id)).toList();
        Map<String, Parked> others = load(handle, flow, side, Set.copyOf(news)).stream()
                .filter(parked -> parked.property().isEmpty())
                .collect(Collectors.toMap(Parked::recordId, parked -> parked));
        news.forEach(id -> put(handle, flow, new Trouble(side, id, "", troubled.get(id), false), others.get(id), now));
        return news.size();
    }

    static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static List<Parked> load(Handle handle, String flow, Side side, Set<String> ids) {
        List<Parked> found = new ArrayList<>();
        for (List<String> piece : Database.pieces(List.copyOf(ids))) {
            found.addAll(handle.createQuery(SELECT + "where (flow, side, record_id) in (<keys>)")
                    .bindMethodsList("keys", Database.SideKey.all(flow, side, piece), Database.SideKey.COLUMNS)
                    .map((rs, ctx) -> parked(rs))
                    .list());
        }
        return found;
    }

    /**
     * Makes due what waits for a change of these records, or of their partners: they were edited, if only in what no row
     * maps. Cost: two statements for each 500.
     */
    public static void edited(Handle handle, String flow, Side side, Collection<String> recordIds, Instant now) {
        String held = side == Side.SOURCE ? "held_source" : "held_target";
        String partner = side == Side.SOURCE ? "held_target" : "held_source";
        Map<Side, String> records = Map.of(
                side,
                "<ids>",
                side.other(),
                "select " + partner + " from link where flow = :flow and " + held + " in (<ids>)");
        for (List<String> piece : Database.pieces(List.copyOf(recordIds))) {
            records.forEach((where, some) -> handle.createUpdate(
                            "update park set next_try_ms = :now where flow = :flow and side = :side"
                                    + " and next_try_ms is null and record_id in (" + some + ")")
                    .bindList("ids", piece)
                    .bind("now", now.toEpochMilli())
                    .bind("flow", flow)
                    .bind("side", where.name())
                    .execute());
        }
    }

    /** Whether this record, or a property of it, is parked and tried again by itself. */
    public static boolean pauses(Handle handle, String flow, Side side, String recordId) {
        return handle.createQuery("select count(*) from park where flow = :flow and side = :side"
                                + " and record_id = :record and next_try_ms is not null")
                        .bind("flow", flow)
                        .bind("side", side.name())
                        .bind("record", recordId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** Records whose next try has come, or lies further away than the longest pause: another clock stored it. */
    public static List<String> due(Handle handle, String flow, Side side, Instant now) {
        return handle.createQuery(
                        "select distinct record_id from park where flow = :flow and side = :side"
                                + " and next_try_ms is not null and (next_try_ms <= :now or next_try_ms > :longest) order by record_id")
                .bind("flow", flow)
                .bind("side", side.name())
                .bind("now", now.toEpochMilli())
                .bind("longest", now.plus(LONGEST_PAUSE).toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    public static List<Parked> list(Handle handle, Collection<String> flows) {
        return flows.isEmpty()
                ? List.of()
                : handle.createQuery(SELECT + "where flow in (<flows>) order by id")
                        .bindList("flows", List.copyOf(flows))
                        .map((rs, ctx) -> parked(rs))
                        .list();
    }

    public static List<Parked> byId(Handle handle, Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : handle.createQuery(SELECT + "where id in (<ids>) order by id")
                        .bindList("ids", List.copyOf(ids))
                        .map((rs, ctx) -> parked(rs))
                        .list();
    }

    public static List<Long> ids(Handle handle) {
        return handle.createQuery("select id from park").mapTo(Long.class).list();
    }

    /** Makes parked rows due at once. @return how many of the ids exist */
    public static int retry(Handle handle, Collection<Long> ids) {
        return ids.isEmpty()
                ? 0
                : handle.createUpdate("update park set next_try_ms = 0 where id in (<ids>)")
                        .bindList("ids", List.copyOf(ids))
                        .execute();
    }

    private static Parked parked(ResultSet rs) throws SQLException {
        long nextTry = rs.getLong("next_try_ms");
        boolean waits = rs.wasNull();
        return new Parked(
                rs.getLong("id"),
                rs.getString("flow"),
                Side.valueOf(rs.getString("side")),
                rs.getString("record_id"),
                rs.getString("property"),
                rs.getString("reason"),
                rs.getInt("attempts"),
                waits ? null : Instant.ofEpochMilli(nextTry));
    }
}
