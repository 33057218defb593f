package io.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tandem.chunk.Intent;
import io.tandem.flow.Side;
import io.tandem.record.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table of intents: few, as each goes with the answer of its write. In the caller's transaction. */
public final class Intents {

    private Intents() {}

    /** @return as given, with their ids */
    public static List<Intent> add(Handle handle, List<Intent> intents) {
        Iterator<Long> ids = RowBatch.insert(
                        handle,
                        "insert into intent (link_id, side, at_ms, writes) values (?, ?, ?, ?)",
                        intents,
                        (statement, intent) -> {
                            statement.setLong(1, intent.linkId());
                            statement.setString(2, intent.side().name());
                            statement.setLong(3, intent.at().toEpochMilli());
                            statement.setString(4, toJson(intent.values()));
                        })
                .iterator();
        return intents.stream().map(intent -> intent.stored(ids.next())).toList();
    }

    /** Those of some links, oldest first, by link. */
    public static Map<Long, List<Intent>> of(Handle handle, Collection<Long> links) {
        Map<Long, List<Intent>> found = new HashMap<>();
        for (List<Long> piece : Database.pieces(List.copyOf(links))) {
            handle.createQuery(
                            "select id, link_id, side, at_ms, writes from intent where link_id = any(:links) order by id")
                    .bindArray("links", Long.class, piece)
                    .map((rs, ctx) -> intent(rs))
                    .forEach(intent -> found.computeIfAbsent(intent.linkId(), l -> new ArrayList<>())
                            .add(intent));
        }
        return found;
    }

    /**
     * Sources of linked pairs with writes from before a moment: nothing brought them back to their flow since. What is parked
     * comes back by itself.
     */
    public static List<String> overdue(Handle handle, String flow, Instant before, int most) {
        // the sum: so H2 begins with the intents, which are few, and not with the flow's links
        return handle.createQuery("select distinct l.source_id from intent i join link l on l.id = i.link_id + 0"
                        + " where l.flow = :flow and l.state = 'linked' and i.at_ms < :before and not exists"
                        + " (select 1 from park p where p.flow = l.flow and (p.side = 'SOURCE' and p.record_id = l.source_id"
                        + " or p.side = 'TARGET' and p.record_id = l.target_id)) order by l.source_id limit :most")
                .bind("flow", flow)
                .bind("before", before.toEpochMilli())
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    public static void forget(Handle handle, Collection<Intent> intents) {
        List<Long> ids = intents.stream().map(Intent::id).toList();
        for (List<Long> piece : Database.pieces(ids)) {
            handle.createUpdate("delete from intent where id = any(:ids)")
                    .bindArray("ids", Long.class, piece)
                    .execute();
        }
    }

    private static String toJson(List<Intent.Value> values) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        values.forEach(v -> all.addArray()
                .add(v.rowId())
                .add(v.value())
                .add(v.origin())
                .add(v.before())
                .add(v.because()));
        return Json.text(all);
    }

    private static Intent intent(ResultSet rs) throws SQLException {
        try {
            List<Intent.Value> values = new ArrayList<>();
            Json.MAPPER
                    .readTree(rs.getString("writes"))
                    .forEach(v -> values.add(new Intent.Value(
                            v.get(0).textValue(),
                            v.get(1),
                            v.get(2),
                            v.get(3),
                            v.get(4).textValue())));
            return new Intent(
                    rs.getLong("id"),
                    rs.getLong("link_id"),
                    Side.valueOf(rs.getString("side")),
                    Instant.ofEpochMilli(rs.getLong("at_ms")),
                    values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds an intent that is not JSON", e);
        }
    }
}
