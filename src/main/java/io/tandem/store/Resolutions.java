package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.chunk.Resolution;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** An operator's answers to open conflicts, as long as they wait to be carried out. In the caller's transaction. */
public final class Resolutions {

    private record OfRow(long link, String row, Resolution resolution) {}

    private Resolutions() {}

    /** @return empty unless the conflict exists and is open */
    public static Optional<Conflicts.Conflict> decide(Handle handle, long id, Side winner) {
        handle.execute("update conflict set decision = ? where id = ? and state = 'open'", winner.name(), id);
        return handle.createQuery(Conflicts.SELECT + "where id = :id and state = 'open'")
                .bind("id", id)
                .map((rs, ctx) -> Conflicts.conflict(rs))
                .findOne();
    }

    /** All of some links, by link and row id. */
    public static Map<Long, Map<String, Resolution>> of(Handle handle, Collection<Long> links) {
        Map<Long, Map<String, Resolution>> found = new HashMap<>();
        for (List<Long> piece : Database.pieces(List.copyOf(links))) {
            handle.createQuery("select link_id, row_id, decision, source_value, target_value from conflict"
                            + " where link_id = any(:links) and state = 'open' and decision is not null")
                    .bindArray("links", Long.class, piece)
                    .map((rs, ctx) -> new OfRow(rs.getLong(1), rs.getString(2), resolution(rs)))
                    .forEach(one -> found.computeIfAbsent(one.link(), link -> new HashMap<>())
                            .put(one.row(), one.resolution()));
        }
        return found;
    }

    private static Resolution resolution(ResultSet rs) throws SQLException {
        Side winner = Side.valueOf(rs.getString(3));
        return new Resolution(winner, rs.getString(winner == Side.SOURCE ? 5 : 4));
    }

    /**
     * Drops an answer when the value that was to lose was edited once more: nobody has decided about the new value.
     *
     * @return whether an answer was dropped
     */
    static boolean dropOvertaken(Handle handle, Link link, Row row, RowOutcome.Conflict conflict) {
        return handle.createUpdate("update conflict set decision = null"
                                + " where link_id = :link and row_id = :row and state = 'open'"
                                + " and (decision = 'SOURCE' and target_value <> :target"
                                + " or decision = 'TARGET' and source_value <> :source)")
                        .bind("source", Conflicts.text(conflict.source()))
                        .bind("target", Conflicts.text(conflict.target()))
                        .bind("link", link.id())
                        .bind("row", row.id())
                        .execute()
                > 0;
    }
}
