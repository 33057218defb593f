package io.tandem.link;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of links. Links are one to one within a flow: the database holds that. Methods work in the caller's transaction. */
public final class Links {

    private static final String SELECT = "select id, flow, source_id, target_id, state, since_ms, attempted_ms,"
            + " idempotency_key, created, baseline, version from link ";

    private static final String INSERT =
            "insert into link (flow, source_id, target_id, state, held_source, held_target,"
                    + " since_ms, attempted_ms, idempotency_key, created, baseline, version)"
                    + " values (:flow, :source, :target, :state, :heldSource, :heldTarget,"
                    + " :since, :attempted, :key, :created, :baseline, 0)";

    /** Two records that an operator unlinked from each other. */
    public record Pair(String sourceId, String targetId) {}

    private Links() {}

    /** The links that hold these records, by the records' ids; unlinked pairs are not among them. */
    public static Map<String, Link> holding(Handle handle, String flow, Side side, Collection<String> ids) {
        Map<String, Link> found = new HashMap<>();
        for (List<String> piece : Database.pieces(List.copyOf(ids))) {
            handle.createQuery(SELECT + "where (flow, " + held(side) + ") in (<keys>)")
                    .bindMethodsList("keys", Database.Key.all(flow, piece), Database.Key.COLUMNS)
                    .map((rs, ctx) -> link(rs))
                    .forEach(link -> found.put(link.recordId(side), link));
        }
        return found;
    }

    public static Set<Pair> unlinked(Handle handle, String flow) {
        return new HashSet<>(
                handle.createQuery("select source_id, target_id from link where flow = :flow and state = 'unlinked'")
                        .bind("flow", flow)
                        .map((rs, ctx) -> new Pair(rs.getString(1), rs.getString(2)))
                        .list());
    }

    public static Optional<Link> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((rs, ctx) -> link(rs))
                .findOne();
    }

    /** Creates that were started and whose answer was never stored: at most a chunk for each crash. Those that are parked wait. */
    public static List<Link> creating(Handle handle, String flow) {
        return handle.createQuery(SELECT + "where flow = :flow and state = 'creating' and not exists"
                        + " (select 1 from park p where p.flow = link.flow and p.side = 'SOURCE'"
                        + " and p.record_id = link.source_id and p.property = '') order by attempted_ms, id")
                .bind("flow", flow)
                .map((rs, ctx) -> link(rs))
                .list();
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
        long id = bound(handle.createUpdate(INSERT), link)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        return link.stored(id, 0);
    }

    /** As {@link #insert}, in batches, for links whose ids nobody needs. */
    static void insertAll(Handle handle, List<Link> links) {
        for (List<Link> piece : Database.pieces(links)) {
            PreparedBatch batch = handle.prepareBatch(INSERT);
            piece.forEach(link -> bound(batch, link).add());
            batch.execute();
        }
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Link link) {
        boolean holds = link.state() != LinkState.UNLINKED;
        return statement
                .bind("flow", link.flow())
                .bind("source", link.sourceId())
                .bind("target", link.targetId())
                .bind("state", link.state().word())
                .bind("heldSource", holds ? link.sourceId() : null)
                .bind("heldTarget", holds ? link.targetId() : null)
                .bind("since", link.since().toEpochMilli())
                .bind("attempted", link.attempted().toEpochMilli())
                .bind("key", link.idempotencyKey())
                .bind("created", link.created())
                .bind("baseline", link.baseline().toJson());
    }

    /**
     * Saves a link's target, state and baseline.
     *
     * @throws RoundStopped if the stored version is another: another worker saved it
     */
    public static void save(Handle handle, Link link) {
        boolean holds = link.state() != LinkState.UNLINKED;
        int saved = handle.createUpdate(
                        "update link set target_id = :target, state = :state, held_source = :heldSource,"
                                + " held_target = :heldTarget, since_ms = :since, attempted_ms = :attempted, baseline = :baseline,"
                                + " version = version + 1 where id = :id and version = :version")
                .bind("target", link.targetId())
                .bind("state", link.state().word())
                .bind("heldSource", holds ? link.sourceId() : null)
                .bind("heldTarget", holds ? link.targetId() : null)
                .bind("since", link.since().toEpochMilli())
                .bind("attempted", link.attempted().toEpochMilli())
                .bind("baseline", link.baseline().toJson())
                .bind("id", link.id())
                .bind("version", link.version())
                .execute();
        if (saved != 1) {
            throw savedByAnother(link);
        }
    }

    /** The pair that an operator unlinked, if he did. */
    public static Optional<Link> apart(Handle handle, String flow, String sourceId, String targetId) {
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
    static void delete(Handle handle, Link link) {
        Unresolved.forget(handle, link.id());
        if (handle.execute("delete from link where id = ? and version = ?", link.id(), link.version()) != 1) {
            throw savedByAnother(link);
        }
    }

    private static RoundStopped savedByAnother(Link link) {
        return new RoundStopped.HeldElsewhere("the link of " + link.sourceId() + " in " + link.flow()
                + " was saved by another worker; this round ends, and the next one goes on");
    }

    private static String held(Side side) {
        return side == Side.SOURCE ? "held_source" : "held_target";
    }

    private static Link link(ResultSet rs) throws SQLException {
        return new Link(
                rs.getLong("id"),
                rs.getString("flow"),
                rs.getString("source_id"),
                rs.getString("target_id"),
                LinkState.of(rs.getString("state")),
                Instant.ofEpochMilli(rs.getLong("since_ms")),
                Instant.ofEpochMilli(rs.getLong("attempted_ms")),
                rs.getString("idempotency_key"),
                rs.getBoolean("created"),
                Baseline.fromJson(rs.getString("baseline")),
                rs.getLong("version"));
    }
}
