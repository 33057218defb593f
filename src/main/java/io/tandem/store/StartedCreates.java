package io.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Link;
import io.tandem.chunk.Started;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.record.Json;
import io.tandem.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The table of creates that are under way (rule 10). One row holds those of a chunk, from before the first is sent
 * until their results are stored as links. A row for each create would cost as much as its link. What a process leaves
 * here becomes {@code creating} links when a process takes the flow's lease. In the caller's transaction.
 */
public final class StartedCreates {

    /** In characters, without the last create: H2 takes a million. */
    private static final int LONG_ROW = 250_000;

    private static final String INSERT =
            "insert into started_creates (flow, side, since_ms, attempted_ms, packed) values (?, ?, ?, ?, ?)";

    private static final String SELECT =
            "select flow, side, since_ms, attempted_ms, creates, packed from started_creates where flow = ? order by id";

    private StartedCreates() {}

    /** @param links that are {@code creating}, of one flow and side, started and tried at one moment; at least one */
    public static Started add(Handle handle, List<Link> links) {
        Link any = links.get(0);
        List<Long> rows = RowBatch.insert(handle, INSERT, texts(links), (statement, text) -> {
            statement.setString(1, any.flow());
            statement.setString(2, of(any).name());
            statement.setLong(3, any.since().toEpochMilli());
            statement.setLong(4, any.attempted().toEpochMilli());
            statement.setBytes(5, PackedText.of(text));
        });
        return new Started(
                rows, links.stream().collect(Collectors.toMap(link -> link.recordId(of(link)), Function.identity())));
    }

    private static List<String> texts(List<Link> links) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Link link : links) {
            if (text.length() > LONG_ROW) {
                texts.add(text.append(']').toString());
                text.setLength(0);
            }
            text.append(text.isEmpty() ? '[' : ',').append(text(link));
        }
        texts.add(text.append(']').toString());
        return texts;
    }

    private static String text(Link link) {
        return StoredJson.text(to -> {
            to.writeStartArray();
            to.writeString(link.recordId(of(link)));
            to.writeString(link.idempotencyKey());
            to.writeRawValue(link.baseline().toJson());
            to.writeEndArray();
        });
    }

    /** The side of the record that gets a partner. */
    private static Side of(Link creating) {
        return creating.sourceId() == null ? Side.TARGET : Side.SOURCE;
    }

    /** Stores when they were last tried. @return false if they don't stand here any more */
    public static boolean tried(Handle handle, Started started, Instant at) {
        return started.rows().size()
                == handle.createUpdate("update started_creates set attempted_ms = :at where id = any(:rows)")
                        .bind("at", at.toEpochMilli())
                        .bindArray("rows", Long.class, started.rows())
                        .execute();
    }

    /**
     * Some of them get rows of their own, as links that are {@code creating}; what became of the others is known.
     *
     * @throws RoundStopped if they don't stand here any more: another worker has the flow
     */
    public static void replace(Handle handle, Started started, Collection<Link> open) {
        int there = started.isEmpty()
                ? 0
                : handle.createUpdate("delete from started_creates where id = any(:rows)")
                        .bindArray("rows", Long.class, started.rows())
                        .execute();
        if (there != started.rows().size()) {
            throw Links.savedByAnother(started.links().values().iterator().next());
        }
        Links.insertAll(handle, List.copyOf(open));
    }

    /** All of a flow, as links that are {@code creating}, without ids. */
    public static List<Link> of(Handle handle, String flow) {
        return handle.createQuery(SELECT).bind(0, flow).map((rs, ctx) -> links(rs)).stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Makes links of those that a process left in a flow. The caller has the flow's lease, and none of its chunks is under way. */
    public static void settle(Handle handle, String flow) {
        List<Link> left = of(handle, flow);
        if (!left.isEmpty()) {
            Links.insertAll(handle, left);
            handle.execute("delete from started_creates where flow = ?", flow);
        }
    }

    /** As {@link #settle}, of all flows: no other process can have this store open. */
    static void settleAll(Handle handle) {
        handle.createQuery("select distinct flow from started_creates")
                .mapTo(String.class)
                .list()
                .forEach(flow -> settle(handle, flow));
    }

    private static List<Link> links(ResultSet rs) throws SQLException {
        String flow = rs.getString("flow");
        Side side = Side.valueOf(rs.getString("side"));
        Instant since = Instant.ofEpochMilli(rs.getLong("since_ms"));
        Instant attempted = Instant.ofEpochMilli(rs.getLong("attempted_ms"));
        List<Link> links = new ArrayList<>();
        byte[] packed = rs.getBytes("packed");
        for (JsonNode create : tree(packed == null ? rs.getString("creates") : PackedText.text(packed))) {
            links.add(Link.creating(
                            flow, side, create.get(0).textValue(), create.get(1).textValue(), since)
                    .attemptedAt(attempted)
                    .withBaseline(Baseline.fromJson(Json.text(create.get(2)))));
        }
        return links;
    }

    private static JsonNode tree(String creates) {
        try {
            return Json.MAPPER.readTree(creates);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds creates that are not JSON", e);
        }
    }
}
