package io.tandem.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Conflicts (open and resolved) and drift, one row for each. In the caller's transaction. */
public final class Conflicts {

    /**
     * A stored conflict.
     *
     * @param state open, resolved or drift
     * @param decided whose value wins by an operator's decision; while it is open, as soon as it can be written
     */
    public record Conflict(
            long id,
            long linkId,
            String flow,
            String rowId,
            String property,
            String state,
            Instant since,
            Optional<Side> decided) {}

    /** Of the {@code link l} of a conflict. */
    static final String PAIR_IS_THERE = "l.state not in ('source-deleted', 'target-deleted')";

    static final String SELECT = "select id, link_id, flow, row_id, property, state, since_ms, decision from conflict ";

    private Conflicts() {}

    /** Which of these links have an open conflict or drift stored. */
    public static Set<Long> unsettled(Handle handle, Collection<Long> links) {
        Set<Long> found = new HashSet<>();
        for (List<Long> piece : Database.pieces(List.copyOf(links))) {
            found.addAll(handle.createQuery(
                            "select distinct link_id from conflict where link_id = any(:links) and state <> 'resolved'")
                    .bindArray("links", Long.class, piece)
                    .mapTo(Long.class)
                    .list());
        }
        return found;
    }

    /** Whether an outcome leaves something to store where nothing is stored yet. */
    public static boolean matters(RowOutcome outcome) {
        return outcome instanceof RowOutcome.Open
                || outcome instanceof RowOutcome.Drift
                || (outcome instanceof RowOutcome.WriteTo write && write.conflict() != null);
    }

    /**
     * Replaces the stored open conflicts and drift of a link by what a merge has just found.
     *
     * @param written whether the write of an outcome was carried out; one that wasn't settles nothing
     * @return what wasn't stored before
     */
    public static List<RowOutcome> save(
            Handle handle, Link link, List<RowOutcome> outcomes, Predicate<RowOutcome> written, Instant now) {
        return outcomes.stream()
                .filter(outcome -> save(handle, link, outcome, written.test(outcome), now))
                .toList();
    }

    private static boolean save(Handle handle, Link link, RowOutcome outcome, boolean written, Instant now) {
        String row = outcome.row().id();
        if (outcome instanceof RowOutcome.Open open) {
            drop(handle, link, row, "drift");
            return keepOpen(handle, link, outcome.row(), open.conflict(), now);
        } else if (outcome instanceof RowOutcome.Drift drift) {
            settle(handle, link, row, drift.edited().other());
            return keepDrift(handle, link, outcome.row(), drift, now);
        } else {
            drop(handle, link, row, "drift");
            if (outcome instanceof RowOutcome.WriteTo write && write.conflict() != null) {
                return written ? keepSettled(handle, link, write, now) : keepRecorded(handle, link, write, now);
            }
            if (!(outcome instanceof RowOutcome.Unresolved || outcome instanceof RowOutcome.Failed)) {
                settle(handle, link, row, null);
            }
            return false;
        }
    }

    /**
     * Records conflicts that a write is about to settle, before that write: a crash after it must leave a trace of the
     * value that lost. A conflict that is open stays open, with the operator's decision, until the write was carried
     * out; values that came since it was stored are recorded beside it.
     */
    public static void foresee(Handle handle, Flow flow, Link link, List<RowOutcome> outcomes, Instant now) {
        List<RowOutcome> news = outcomes.stream()
                .filter(outcome -> settles(outcome) && keepRecorded(handle, link, (RowOutcome.WriteTo) outcome, now))
                .toList();
        History.add(handle, entries(flow, link, news, now));
    }

    /** Whether an outcome writes a value in place of another that somebody had changed too. */
    public static boolean settles(RowOutcome outcome) {
        return outcome instanceof RowOutcome.WriteTo write && write.conflict() != null;
    }

    /** @return whether it is new */
    private static boolean keepSettled(Handle handle, Link link, RowOutcome.WriteTo write, Instant now) {
        return settle(handle, link, write.row().id(), write.to().other()) == 0
                && keepRecorded(handle, link, write, now);
    }

    /** @return whether it is new */
    private static boolean keepRecorded(Handle handle, Link link, RowOutcome.WriteTo write, Instant now) {
        boolean isNew = !isKept(handle, link, write);
        if (isNew) {
            insert(handle, link, write.row(), "resolved", write.conflict(), now);
        }
        return isNew;
    }

    private static boolean isKept(Handle handle, Link link, RowOutcome.WriteTo write) {
        return handle.createQuery(
                                "select count(*) from conflict where link_id = :link and row_id = :row"
                                        + " and state in ('open', 'resolved') and source_value = :source and target_value = :target")
                        .bind("link", link.id())
                        .bind("row", write.row().id())
                        .bind("source", text(write.conflict().source()))
                        .bind("target", text(write.conflict().target()))
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** @return whether it is news */
    private static boolean keepOpen(Handle handle, Link link, Row row, RowOutcome.Conflict conflict, Instant now) {
        boolean overtaken = Resolutions.dropOvertaken(handle, link, row, conflict);
        int known = handle.createUpdate("update conflict set source_value = :source, target_value = :target"
                        + " where link_id = :link and row_id = :row and state = 'open'")
                .bind("source", text(conflict.source()))
                .bind("target", text(conflict.target()))
                .bind("link", link.id())
                .bind("row", row.id())
                .execute();
        if (known == 0) {
            insert(handle, link, row, "open", conflict, now);
        }
        return known == 0 || overtaken;
    }

    private static boolean keepDrift(Handle handle, Link link, Row row, RowOutcome.Drift drift, Instant now) {
        boolean known = handle.createQuery(
                                "select count(*) from conflict where link_id = :link and row_id = :row and state = 'drift'")
                        .bind("link", link.id())
                        .bind("row", row.id())
                        .mapTo(Long.class)
                        .one()
                > 0;
        if (!known) {
            insert(handle, link, row, "drift", new RowOutcome.Conflict(null, null, null, drift.because()), now);
        }
        return !known;
    }

    private static void insert(
            Handle handle, Link link, Row row, String state, RowOutcome.Conflict conflict, Instant now) {
        handle.createUpdate("insert into conflict (flow, link_id, row_id, property, state, since_ms, source_value,"
                        + " target_value, winner, rule) values (:flow, :link, :row, :property, :state, :since, :source,"
                        + " :target, :winner, :rule)")
                .bind("flow", link.flow())
                .bind("link", link.id())
                .bind("row", row.id())
                .bind("property", row.source() == null ? row.target() : row.source())
                .bind("state", state)
                .bind("since", now.toEpochMilli())
                .bind("source", text(conflict.source()))
                .bind("target", text(conflict.target()))
                .bind(
                        "winner",
                        conflict.winner() == null ? null : conflict.winner().name())
                .bind("rule", conflict.rule())
                .execute();
    }

    private static int settle(Handle handle, Link link, String row, Side winner) {
        return handle.createUpdate("update conflict set state = 'resolved', winner = :winner"
                        + " where link_id = :link and row_id = :row and state = 'open'")
                .bind("winner", winner == null ? null : winner.name())
                .bind("link", link.id())
                .bind("row", row)
                .execute();
    }

    /** Closes all of a pair that was unlinked: nothing of it waits for a person any more. */
    public static void close(Handle handle, long link) {
        handle.execute("update conflict set state = 'resolved' where link_id = ? and state = 'open'", link);
        handle.execute("delete from conflict where link_id = ? and state = 'drift'", link);
    }

    /** Closes those of rows that the flow doesn't have any more. If such a row comes back, it is merged again. */
    public static void closeGone(Handle handle, Flow flow) {
        Set<String> rows = flow.rows().stream().map(Row::id).collect(Collectors.toSet());
        handle
                .createQuery("select distinct row_id from conflict where flow = :flow and state <> 'resolved'")
                .bind("flow", flow.id())
                .mapTo(String.class)
                .list()
                .stream()
                .filter(row -> !rows.contains(row))
                .forEach(row -> {
                    handle.execute(
                            "update conflict set state = 'resolved' where flow = ? and row_id = ? and state = 'open'",
                            flow.id(),
                            row);
                    handle.execute(
                            "delete from conflict where flow = ? and row_id = ? and state = 'drift'", flow.id(), row);
                });
    }

    private static void drop(Handle handle, Link link, String row, String state) {
        handle.execute("delete from conflict where link_id = ? and row_id = ? and state = ?", link.id(), row, state);
    }

    static String text(JsonNode value) {
        return value == null ? null : Json.text(value);
    }

    static Conflict conflict(ResultSet rs) throws SQLException {
        return new Conflict(
                rs.getLong(1),
                rs.getLong(2),
                rs.getString(3),
                rs.getString(4),
                rs.getString(5),
                rs.getString(6),
                Instant.ofEpochMilli(rs.getLong(7)),
                Optional.ofNullable(rs.getString(8)).map(Side::valueOf));
    }

    /**
     * How many wait for a person. Those of a pair of which a record is gone don't count while it is gone.
     *
     * @param state {@code open} or {@code drift}
     */
    public static long count(Handle handle, String flow, String state) {
        return handle.createQuery("select count(*) from conflict c join link l on l.id = c.link_id"
                        + " where c.flow = :flow and c.state = :state and " + PAIR_IS_THERE)
                .bind("flow", flow)
                .bind("state", state)
                .mapTo(Long.class)
                .one();
    }

    /** Conflicts and drift that are stored for the first time. */
    public static List<Entry> entries(Flow flow, Link link, Collection<RowOutcome> news, Instant now) {
        List<Entry> entries = new ArrayList<>();
        for (RowOutcome outcome : news) {
            String property = outcome.row().source() == null
                    ? outcome.row().target()
                    : outcome.row().source();
            if (outcome instanceof RowOutcome.Drift drift) {
                entries.add(Entry.of(now, flow, link, Event.DRIFT, drift.edited(), drift.because())
                        .with(List.of(new Change(property, null, null))));
            } else {
                RowOutcome.Conflict conflict = outcome instanceof RowOutcome.Open open
                        ? open.conflict()
                        : ((RowOutcome.WriteTo) outcome).conflict();
                entries.add(Entry.of(now, flow, link, Event.CONFLICT, Side.SOURCE, conflict.rule())
                        .with(List.of(new Change(property, conflict.source(), conflict.target()))));
            }
        }
        return entries;
    }

    /** Forgets conflicts that were settled and began before a moment. @return how many */
    public static long forgetSettled(Jdbi jdbi, Instant oldest) {
        return jdbi.withHandle(h -> Database.inPieces(() -> h.createUpdate(
                        "delete from conflict where id in (select id from conflict where state = 'resolved'"
                                + " and since_ms < :before order by id limit 5000)")
                .bind("before", oldest.toEpochMilli())
                .execute()));
    }
}
