package io.tandem.invented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists are searches by POST, pages by a number in the body; a write is a PUT of the whole record: what it leaves out is
 * gone. No version, so that a write can't be conditional.
 */
final class Gristmill extends InventedApi {

    private final Map<String, Map<String, ObjectNode>> kinds =
            Map.of("millers", new LinkedHashMap<>(), "sacks", new LinkedHashMap<>());
    private int numbers;

    Gristmill() throws IOException {
        super("/mill/v1");
    }

    /** As a person does in its user interface. @param number "" for a new record */
    synchronized String put(String kind, String number, String values) {
        String own = number.isEmpty() ? String.valueOf(++numbers) : number;
        ObjectNode whole = kinds.get(kind).computeIfAbsent(own, n -> object().put("number", Integer.parseInt(n)));
        object(values).properties().forEach(one -> whole.set(one.getKey(), one.getValue()));
        stamp(whole);
        return own;
    }

    private void stamp(ObjectNode record) {
        record.put("changed", Instant.ofEpochMilli(tick()).toString());
    }

    synchronized List<ObjectNode> all(String kind) {
        return kinds.get(kind).values().stream().map(ObjectNode::deepCopy).toList();
    }

    @Override
    boolean isWrite(Request request) {
        return super.isWrite(request) && !request.path().endsWith("/search");
    }

    private static Response failed(int status, String code) {
        ObjectNode body = object();
        body.putObject("fault").put("code", code);
        return Response.of(status, body);
    }

    @Override
    Response answer(Request request) {
        if (!"flour".equals(request.headers().get("X-Mill-Key"))) {
            return failed(401, "no-key");
        }
        String[] parts = request.path().substring(1).split("/");
        if (parts.length == 1) {
            return Response.of(
                    201,
                    kinds.get(parts[0]).get(put(parts[0], "", request.body().toString())));
        }
        if (parts[1].equals("search")) {
            return search(parts[0], request.body());
        }
        ObjectNode record = kinds.get(parts[0]).get(parts[1]);
        return record == null ? failed(404, "no-such-record") : one(parts[0], record, request);
    }

    private Response one(String kind, ObjectNode record, Request request) {
        String number = record.path("number").asText();
        switch (request.method()) {
            case "DELETE" -> {
                kinds.get(kind).remove(number);
                return Response.of(204, null);
            }
            case "PUT" -> {
                record.removeAll();
                record.setAll((ObjectNode) request.body());
                record.put("number", Integer.parseInt(number));
                stamp(record);
            }
            default -> record.path("number");
        }
        return Response.of(200, record.deepCopy());
    }

    private Response search(String kind, JsonNode wanted) {
        String from = wanted.path("changedFrom").asText("");
        int at = wanted.path("from").asInt(0);
        int size = wanted.path("take").asInt(10);
        List<ObjectNode> rows = kinds.get(kind).values().stream()
                .filter(row -> from.isEmpty()
                        || !Instant.parse(row.path("changed").asText()).isBefore(Instant.parse(from)))
                .filter(row -> !wanted.has("theirKey") || holds(wanted.path("theirKey"), row.path("theirKey")))
                .sorted(Comparator.comparing(
                        (ObjectNode row) -> row.path("changed").asText()))
                .skip(at)
                .toList();
        ObjectNode body = object();
        ArrayNode hits = body.putArray("hits");
        rows.stream().limit(size).forEach(hits::add);
        if (rows.size() > size) {
            body.put("more", String.valueOf(at + size));
        }
        return Response.of(200, body);
    }

    private static boolean holds(JsonNode keys, JsonNode own) {
        return !own.asText().isEmpty() && List.of(keys.asText().split(",")).contains(own.asText());
    }
}
