package io.tandem.store;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The table of links. Links are one to one within a flow: the database holds that. Methods work in the caller's transaction. */
public final class Links {

    private static final String COLUMNS = "link.id, flow, source_id, target_id, state, since_ms, attempted_ms,"
            + " idempotency_key, created, baseline, version";

    static final String SELECT = "select " + COLUMNS + " from link ";

    private static final String SELECT_OF_IDS =
            "select " + COLUMNS + " from unnest(:ids) wanted (id) join link on flow = :flow and ";

    private static final String INSERT =
            "insert into link (flow, source_id, target_id, state, held_source, held_target,"
                    + " since_ms, attempted_ms, idempotency_key, created, baseline, version)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

    private static final String SAVE =
            "update link set source_id = ?, target_id = ?, state = ?, held_source = ?, held_target = ?,"
                    + " since_ms = ?, attempted_ms = ?, baseline = ?, version = version + 1 where id = ? and version = ?";

    private static final String SAVE_ATTEMPT =
            "update link set attempted_ms = ?, version = version + 1 where id = ? and version = ?";

    /** Two records of a flow. */
    public record Pair(String sourceId, String targetId) {}

    private Links() {}

    /** The links that hold these records, by the records' ids; unlinked pairs are not among them. */
    public static Map<String, Link> holding(Handle handle, String flow, Side side, Collection<String> ids) {
        Map<String, Link> found = new HashMap<>();
        for (List<String> piece : Database.pieces(List.copyOf(ids))) {
            handle.createQuery(SELECT_OF_IDS + held(side) + " = wanted.id")
                    .bind("flow", flow)
                    .bindArray("ids", String.class, piece)
                    .map((rs, ctx) -> link(rs))
                    .forEach(link -> found.put(link.recordId(side), link));
        }
        return found;
    }

    /** Pairs that an operator unlinked, of these sources. */
    public static Set<Pair> unlinked(Handle handle, String flow, Collection<String> sourceIds) {
        Set<Pair> found = new HashSet<>();
        for (List<String> piece : Database.pieces(List.copyOf(sourceIds))) {
            handle.createQuery("select source_id, target_id from unnest(:ids) wanted (id) join link on flow = :flow"
                            + " and source_id = wanted.id where state = 'unlinked'")
                    .bind("flow", flow)
                    .bindArray("ids", String.class, piece)
                    .map((rs, ctx) -> new Pair(rs.getString(1), rs.getString(2)))
                    .forEach(found::add);
        }
        return found;
    }

    /** Those of these links that are there, by id. Cost: a query for each 500. */
    public static Map<Long, Link> find(Handle handle, Collection<Long> ids) {
        Map<Long, Link> found = new HashMap<>();
        for (List<Long> piece : Database.pieces(List.copyOf(ids))) {
            handle.createQuery(SELECT + "where link.id = any(:ids)")
                    .bindArray("ids", Long.class, piece)
                    .map((rs, ctx) -> link(rs))
                    .forEach(link -> found.put(link.id(), link));
        }
        return found;
    }

    public static Optional<Link> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((rs, ctx) -> link(rs))
                .findOne();
    }

    /** All links of some flows, streamed in order of flow and id; {@code unlinked} ones included. */
    public static void each(Handle handle, Collection<String> flows, Consumer<Link> consumer) {
        if (flows.isEmpty()) {
            return;
        }
        handle.createQuery(SELECT + "where flow in (<flows>) order by flow, id")
                .bindList("flows", List.copyOf(flows))
                .setFetchSize(500)
                .map((rs, ctx) -> link(rs))
                .useStream(links -> links.forEach(consumer));
    }

    /**
     * Stores a new link.
     *
     * @return as given, with its id
     * @throws org.jdbi.v3.core.statement.UnableToExecuteStatementException if one of the records is held already
     */
    public static Link insert(Handle handle, Link link) {
        return insertAll(handle, List.of(link)).get(0);
    }

    /** As {@link #insert}, in order. Cost: a batch for each 500. */
    public static List<Link> insertAll(Handle handle, List<Link> links) {
        Iterator<Long> ids = RowBatch.insert(handle, INSERT, links, (statement, link) -> {
                    statement.setString(1, link.flow());
                    statement.setString(2, link.sourceId());
                    statement.setString(3, link.targetId());
                    bindState(statement, 4, link);
                    statement.setString(9, link.idempotencyKey());
                    statement.setBoolean(10, link.created());
                    statement.setString(11, link.baseline().toJson());
                })
                .iterator();
        List<Link> stored =
                links.stream().map(link -> link.stored(ids.next(), 0)).toList();
        ImportedLinks.add(handle, stored);
        return stored;
    }

    /** Binds state, what it holds, since when, and the last try: five values. */
    private static void bindState(PreparedStatement statement, int first, Link link) throws SQLException {
        statement.setString(first, link.state().word());
        statement.setString(first + 1, held(link, link.sourceId()));
        statement.setString(first + 2, held(link, link.targetId()));
        statement.setLong(first + 3, link.since().toEpochMilli());
        statement.setLong(first + 4, link.attempted().toEpochMilli());
    }

    /** The moment of the import counts until the link is saved for the first time. */
    private static Link asSaved(Link link) {
        return link.created() ? link : link.attemptedAt(Instant.EPOCH);
    }

    private static String held(Link link, String recordId) {
        return link.state() == LinkState.UNLINKED ? null : recordId;
    }

    /**
     * Saves a link's records, state and baseline.
     *
     * @return as it is stored now
     * @throws RoundStopped if the stored version is another: another worker saved it
     */
    public static Link save(Handle handle, Link link) {
        return saveAll(handle, List.of(link)).get(0);
    }

    /** As {@link #save}, in order. Cost: a batch for each 500. */
    public static List<Link> saveAll(Handle handle, List<Link> all) {
        ImportedLinks.merged(handle, all);
        List<Link> links = all.stream().map(Links::asSaved).toList();
        List<Integer> saved = RowBatch.execute(handle, SAVE, links, (statement, link) -> {
            statement.setString(1, link.sourceId());
            statement.setString(2, link.targetId());
            bindState(statement, 3, link);
            statement.setString(8, link.baseline().toJson());
            statement.setLong(9, link.id());
            statement.setLong(10, link.version());
        });
        return nextVersions(links, saved);
    }

    /**
     * As {@link #saveAll}, but only the moment of the last try, of links whose create is under way. What is sent is
     * most of a link, and stays as it is stored.
     */
    public static List<Link> saveAttempts(Handle handle, List<Link> links) {
        List<Integer> saved = RowBatch.execute(handle, SAVE_ATTEMPT, links, (statement, link) -> {
            statement.setLong(1, link.attempted().toEpochMilli());
            statement.setLong(2, link.id());
            statement.setLong(3, link.version());
        });
        return nextVersions(links, saved);
    }

    private static List<Link> nextVersions(List<Link> links, List<Integer> saved) {
        for (int i = 0; i < links.size(); i++) {
            if (saved.get(i) != 1) {
                throw savedByAnother(links.get(i));
            }
        }
        return links.stream()
                .map(link -> link.stored(link.id(), link.version() + 1))
                .toList();
    }

    /** The pair that an operator unlinked, if one did. */
    public static Optional<Link> unlinkedPair(Handle handle, String flow, String sourceId, String targetId) {
        return handle.createQuery(SELECT
                        + "where flow = :flow and source_id = :source and target_id = :target and state = 'unlinked'")
                .bind("flow", flow)
                .bind("source", sourceId)
                .bind("target", targetId)
                .map((rs, ctx) -> link(rs))
                .findFirst();
    }

    /**
     * Forgets a link whose record was never created.
     *
     * @throws RoundStopped if the stored version is another: another worker saved it
     */
    public static void delete(Handle handle, Link link) {
        Unresolved.forget(handle, link.id());
        if (handle.execute("delete from link where id = ? and version = ?", link.id(), link.version()) != 1) {
            throw savedByAnother(link);
        }
    }

    /** Ordered, because PostgreSQL would read the table. */
    static boolean hasAny(Handle handle, String flow) {
        return handle.createQuery("select 1 from link where flow = :flow order by flow, state, source_id limit 1")
                .bind("flow", flow)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    public static long count(Handle handle, String flow, LinkState state) {
        return handle.createQuery("select count(*) from link where flow = :flow and state = :state")
                .bind("flow", flow)
                .bind("state", state.word())
                .mapTo(Long.class)
                .one();
    }

    /** How many links of a flow hold two records that were both made. */
    public static long countHolding(Handle handle, String flow) {
        return handle.createQuery("select count(*) from link where flow = :flow and state in ('linked', 'left')")
                .bind("flow", flow)
                .mapTo(Long.class)
                .one();
    }

    /** What the newest links of a flow have agreed on. @param most so many of them */
    public static List<Baseline> newestBaselines(Handle handle, String flow, int most) {
        return handle.createQuery("select baseline from link where flow = :flow order by id desc limit :most")
                .bind("flow", flow)
                .bind("most", most)
                .map((rs, ctx) -> Baseline.fromJson(rs.getString(1)))
                .list();
    }

    /** All pairs of a flow that an operator unlinked. */
    public static List<Pair> unlinkedPairs(Handle handle, String flow) {
        return handle.createQuery("select source_id, target_id from link where flow = :flow and state = 'unlinked'")
                .bind("flow", flow)
                .map((rs, ctx) -> new Pair(rs.getString(1), rs.getString(2)))
                .list();
    }

    /** What a worker throws when a link is not as it left it. */
    public static RoundStopped savedByAnother(Link link) {
        String id = link.sourceId() == null ? link.targetId() : link.sourceId();
        return new RoundStopped.HeldElsewhere("the link of " + id + " in " + link.flow()
                + " was saved by another worker; this round ends, and the next one goes on");
    }

    private static String held(Side side) {
        return side == Side.SOURCE ? "held_source" : "held_target";
    }

    /** By position: to look each value up by name takes longer than to read it. */
    static Link link(ResultSet rs) throws SQLException {
        return new Link(
                rs.getLong(1),
                rs.getString(2),
                rs.getString(3),
                rs.getString(4),
                LinkState.of(rs.getString(5)),
                Instant.ofEpochMilli(rs.getLong(6)),
                Instant.ofEpochMilli(rs.getLong(7)),
                rs.getString(8),
                rs.getBoolean(9),
                Baseline.fromJson(rs.getString(10)),
                rs.getLong(11));
    }
}
