package io.tandem.store;

import io.tandem.chunk.Item;
import io.tandem.chunk.Trouble;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table of parked records; {@link NextTry} says when they are tried again. In the caller's transaction. */
public final class Park {

    private static final int LONGEST_REASON = 3_900;

    private static final String COLUMNS = "park.id, flow, side, record_id, property, reason, attempts, next_try_ms";

    static final String SELECT = "select " + COLUMNS + " from park ";

    private static final String SELECT_OF_IDS = "select " + COLUMNS
            + " from unnest(:ids) wanted (id) join park on flow = :flow and side = :side and record_id = wanted.id";

    private record Place(Side side, String recordId, String property) {}

    /** A trouble to store, and what is parked in its place already; null if nothing is. */
    private record Row(Trouble trouble, Parked known) {}

    private static final String INSERT = "insert into park (reason, attempts, next_try_ms, flow, side, record_id,"
            + " property, since_ms) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String UPDATE = "update park set reason = ?, attempts = ?, next_try_ms = ?"
            + " where flow = ? and side = ? and record_id = ? and property = ?";

    /** How the reasons of records begin that can't be read; those stay parked until they are read. */
    public static final String STAMP = "its modified time can't be read";

    public static final String ABSENT = "a complete list left it out, and it can't be read by itself";
    public static final String UNSTORABLE = "it can't be stored";
    public static final List<String> UNREAD = List.of(STAMP, ABSENT, UNSTORABLE);

    /** For rows that are not tried again by themselves. */
    private static final Tuning.Pauses NONE_HEALS = Tuning.DEFAULT.pauses();

    private Park() {}

    /**
     * Replaces the parked rows of these items by their present troubles: new ones come in, healed ones go. Rows of an
     * item that runs again stay until its result is known.
     *
     * @return those that weren't parked before
     */
    public static List<Trouble> settle(
            Handle handle, Flow flow, Collection<Item> items, Instant now, Tuning.Pauses pauses) {
        Map<Place, Parked> known = new HashMap<>();
        for (Side side : Side.values()) {
            load(handle, flow.id(), side, recordIds(items, side))
                    .forEach(p -> known.put(new Place(p.side(), p.recordId(), p.property()), p));
        }
        List<Trouble> news = new ArrayList<>();
        Map<Place, Row> rows = new LinkedHashMap<>();
        for (Item item : items) {
            for (Trouble trouble : item.troubles(flow)) {
                Place place = new Place(trouble.side(), trouble.recordId(), trouble.property());
                if (rows.putIfAbsent(place, new Row(trouble, known.get(place))) == null && !known.containsKey(place)) {
                    news.add(trouble);
                }
            }
        }
        known.forEach((place, parked) -> {
            if (isUnread(parked)) {
                Trouble same = new Trouble(parked.side(), parked.recordId(), parked.property(), parked.reason(), false);
                rows.putIfAbsent(place, new Row(same, parked));
            }
        });
        Set<Place> kept = new HashSet<>(rows.keySet());
        items.stream().filter(Item::mustRunAgain).forEach(item -> known.keySet().stream()
                .filter(place -> isOf(item, place))
                .forEach(kept::add));
        put(handle, flow.id(), rows.values(), now, pauses);
        free(
                handle,
                known.entrySet().stream()
                        .filter(entry -> !kept.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList());
        return news;
    }

    private static boolean isUnread(Parked parked) {
        return UNREAD.stream().anyMatch(parked.reason()::startsWith);
    }

    private static boolean isOf(Item item, Place place) {
        return place.recordId()
                .equals(
                        item.side() == place.side()
                                ? item.snapshot().id()
                                : item.link()
                                        .map(link -> link.recordId(place.side()))
                                        .orElse(null));
    }

    private static Set<String> recordIds(Collection<Item> items, Side side) {
        Set<String> ids = new HashSet<>();
        for (Item item : items) {
            if (item.side() == side) {
                ids.add(item.snapshot().id());
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
            List<Row> rows = new ArrayList<>();
            some.forEach((id, trouble) -> {
                String reason = known.containsKey(id) ? known.get(id).reason() : trouble.reason();
                rows.add(new Row(new Trouble(side, id, "", reason, false), known.get(id)));
            });
            put(handle, flow, rows, now, NONE_HEALS);
        }
    }

    /** Frees a record that is no longer its flow's business. */
    public static void forget(Handle handle, String flow, Side side, String recordId) {
        handle.execute("delete from park where flow = ? and side = ? and record_id = ?", flow, side.name(), recordId);
    }

    /** Two batches. */
    private static void put(Handle handle, String flow, Collection<Row> rows, Instant now, Tuning.Pauses pauses) {
        Map<Boolean, List<Row>> byKnown = rows.stream().collect(Collectors.partitioningBy(row -> row.known() != null));
        RowBatch.execute(handle, INSERT, byKnown.get(false), (statement, row) -> {
            bind(statement, row, 1, flow, now, pauses);
            statement.setLong(8, now.toEpochMilli());
        });
        RowBatch.execute(
                handle,
                UPDATE,
                byKnown.get(true),
                (statement, row) -> bind(statement, row, row.known().attempts() + 1, flow, now, pauses));
    }

    private static void bind(
            PreparedStatement statement, Row row, int attempts, String flow, Instant now, Tuning.Pauses pauses)
            throws SQLException {
        Trouble trouble = row.trouble();
        String reason = trouble.reason();
        Instant next = trouble.heals() ? now.plus(pauses.after(attempts)) : null;
        statement.setString(1, reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
        statement.setInt(2, attempts);
        RowBatch.number(statement, 3, next == null ? null : next.toEpochMilli());
        statement.setString(4, flow);
        statement.setString(5, trouble.side().name());
        statement.setString(6, trouble.recordId());
        statement.setString(7, trouble.property());
    }

    private static void free(Handle handle, Collection<Parked> healed) {
        if (!healed.isEmpty()) {
            handle.createUpdate("delete from park where id = any(:ids)")
                    .bindArray(
                            "ids", Long.class, healed.stream().map(Parked::id).toList())
                    .execute();
        }
    }

    /**
     * Parks whole records that can't be read, and frees others that are read again. Cost: one query for each 500 records if
     * none is.
     *
     * @param troubled reasons by record
     * @return those that weren't parked for a reason of the same kind before
     */
    public static List<Trouble> replace(
            Handle handle,
            String flow,
            Side side,
            Map<String, String> troubled,
            Collection<String> healed,
            Instant now) {
        Set<String> ids = new HashSet<>(troubled.keySet());
        ids.addAll(healed);
        Map<String, Parked> known = load(handle, flow, side, ids).stream()
                .filter(parked -> parked.property().isEmpty())
                .collect(Collectors.toMap(Parked::recordId, parked -> parked));
        Set<String> readable = Set.copyOf(healed);
        free(
                handle,
                known.values().stream()
                        .filter(parked -> readable.contains(parked.recordId()) && isUnread(parked))
                        .toList());
        List<Row> news = new ArrayList<>();
        troubled.forEach((id, reason) -> {
            boolean same = known.containsKey(id)
                    && UNREAD.stream()
                            .anyMatch(kind -> reason.startsWith(kind)
                                    && known.get(id).reason().startsWith(kind));
            if (!same) {
                news.add(new Row(new Trouble(side, id, "", reason, false), known.get(id)));
            }
        });
        put(handle, flow, news, now, NONE_HEALS);
        return news.stream().map(Row::trouble).toList();
    }

    /**
     * Mostly nothing is parked, and one query says so, instead of one for each record. Ordered, because PostgreSQL
     * would read the table.
     */
    private static List<Parked> load(Handle handle, String flow, Side side, Set<String> ids) {
        List<Parked> found = new ArrayList<>();
        if (ids.size() > 1 && !isAny(handle, flow, side)) {
            return found;
        }
        for (List<String> piece : Database.pieces(List.copyOf(ids))) {
            found.addAll(handle.createQuery(SELECT_OF_IDS)
                    .bind("flow", flow)
                    .bind("side", side.name())
                    .bindArray("ids", String.class, piece)
                    .map((rs, ctx) -> parked(rs))
                    .list());
        }
        return found;
    }

    private static boolean isAny(Handle handle, String flow, Side side) {
        return handle.createQuery("select 1 from park where flow = :flow and side = :side"
                        + " order by flow, side, record_id limit 1")
                .bind("flow", flow)
                .bind("side", side.name())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** A side's of a flow, in order. @param last the one behind which they begin; null for the first @param most so many of them */
    public static List<Parked> after(Handle handle, String flow, Side side, Parked last, int most) {
        return handle.createQuery(SELECT + "where flow = :flow and side = :side and record_id >= :record"
                        + " and (record_id > :record or property > :property)"
                        + " order by flow, side, record_id, property limit :most")
                .bind("flow", flow)
                .bind("side", side.name())
                .bind("record", last == null ? "" : last.recordId())
                .bind("property", last == null ? "" : last.property())
                .bind("most", most)
                .map((rs, ctx) -> parked(rs))
                .list();
    }

    /** A record and its properties. */
    public static List<Parked> of(Handle handle, String flow, Side side, String recordId) {
        return load(handle, flow, side, Set.of(recordId));
    }

    /** Some records and their properties. Cost: one query if nothing is parked, and one for each 500 records. */
    public static List<Parked> of(Handle handle, String flow, Side side, Set<String> recordIds) {
        return load(handle, flow, side, recordIds);
    }

    public static List<Parked> byId(Handle handle, Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : handle.createQuery(SELECT + "where id = any(:ids) order by id")
                        .bindArray("ids", Long.class, ids)
                        .map((rs, ctx) -> parked(rs))
                        .list();
    }

    /** How many properties and records of a flow are parked. */
    public static long count(Handle handle, String flow) {
        return handle.createQuery("select count(*) from park where flow = :flow")
                .bind("flow", flow)
                .mapTo(Long.class)
                .one();
    }

    static Parked parked(ResultSet rs) throws SQLException {
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
