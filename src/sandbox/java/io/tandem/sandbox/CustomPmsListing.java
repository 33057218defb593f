package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The listings of CustomPMS: by change, by cursor, by ids, by references, or all live records. */
final class CustomPmsListing {

    private static final List<String> SELECTORS = List.of("updated_since", "cursor", "ids", "external_refs");

    private CustomPmsListing() {}

    /**
     * One page of a listing; null if the request is wrong as a whole.
     *
     * @param deleted the member that says that a record is deleted
     * @param idOf the id of the record that has a reference, empty if none has
     * @throws IllegalArgumentException for a cursor, and {@link java.time.DateTimeException} for a moment, that
     *     can't be read
     */
    static ObjectNode page(Table table, String deleted, Http.Request request, UnaryOperator<String> idOf) {
        Map<String, String> query = request.query();
        int limit = request.number("limit", 100);
        long selectors = SELECTORS.stream().filter(query::containsKey).count();
        if (limit < 1 || limit > 500 || selectors > 1) {
            return null;
        }
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode items = body.putArray("items");
        boolean byId = query.containsKey("ids");
        if (!byId && !query.containsKey("external_refs")) {
            return body.put("next_cursor", changes(table, deleted, query, limit, items));
        }
        String[] keys = query.get(byId ? "ids" : "external_refs").split(",");
        for (String key : keys) {
            table.seen(byId ? key : idOf.apply(key)).ifPresent(row -> items.add(row.json()));
        }
        return keys.length > 200 ? null : body.putNull("next_cursor");
    }

    private static String changes(Table table, String deleted, Map<String, String> query, int limit, ArrayNode items) {
        boolean all = query.isEmpty() || query.keySet().equals(Set.of("limit"));
        long after = query.containsKey("cursor")
                ? Long.parseLong(new String(Base64.getUrlDecoder().decode(query.get("cursor")), StandardCharsets.UTF_8))
                : 0;
        Instant since = query.containsKey("updated_since") ? Instant.parse(query.get("updated_since")) : Instant.EPOCH;
        List<Table.Row> rows = table.after(after, limit + 1, updated -> !updated.isBefore(since));
        rows.stream()
                .limit(limit)
                .filter(row -> !all || !row.json().path(deleted).asBoolean())
                .forEach(row -> items.add(row.json()));
        return rows.size() > limit
                ? Base64.getUrlEncoder()
                        .encodeToString(
                                String.valueOf(rows.get(limit - 1).sequence()).getBytes(StandardCharsets.UTF_8))
                : null;
    }
}
