package io.tandem.invented;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON:API: a record is {@code data} with {@code type}, {@code id}, {@code attributes} and {@code meta}; its own media
 * type, which it insists on; query keys in brackets; pages by an address without a server in {@code links.next}; no version.
 */
final class Pondwatch extends InventedApi {

    private static final String MEDIA_TYPE = "application/vnd.api+json";

    private final Map<String, Map<String, ObjectNode>> types =
            Map.of("members", new LinkedHashMap<>(), "ponds", new LinkedHashMap<>());
    private int numbers;

    Pondwatch() throws IOException {
        super("/api");
    }

    /** As a person does in its user interface. @param id "" for a new record */
    synchronized String put(String type, String id, String attributes) {
        String own = id.isEmpty() ? String.valueOf(++numbers) : id;
        ObjectNode whole = types.get(type).computeIfAbsent(own, i -> {
            ObjectNode made = object().put("type", type).put("id", i);
            made.putObject("attributes");
            return made;
        });
        ((ObjectNode) whole.get("attributes")).setAll(object(attributes));
        whole.putObject("meta").put("updated-at", Instant.ofEpochMilli(tick()).toString());
        return own;
    }

    synchronized List<ObjectNode> all(String type) {
        return types.get(type).values().stream().map(ObjectNode::deepCopy).toList();
    }

    private static Response failed(int status, String code) {
        ObjectNode body = object();
        body.putArray("errors")
                .addObject()
                .put("status", String.valueOf(status))
                .put("code", code);
        return Response.of(status, body);
    }

    private static Response data(int status, ObjectNode record) {
        ObjectNode body = object();
        body.set("data", record.deepCopy());
        return Response.of(status, body);
    }

    @Override
    Response answer(Request request) {
        // ada:lace
        if (!"Basic YWRhOmxhY2U=".equals(request.headers().get("Authorization"))) {
            return failed(401, "unauthorized");
        }
        boolean carries = request.method().equals("POST") || request.method().equals("PATCH");
        if (carries && !MEDIA_TYPE.equals(request.headers().get("Content-Type"))) {
            return failed(415, "unsupported-media-type");
        }
        String[] parts = request.path().substring(1).split("/");
        if (parts.length == 1) {
            return carries ? create(parts[0], request) : list(parts[0], request);
        }
        ObjectNode record = types.get(parts[0]).get(parts[1]);
        return record == null ? failed(404, "not-found") : one(parts[0], record, request);
    }

    private Response create(String type, Request request) {
        if (!request.body().at("/data/type").asText().equals(type)) {
            return failed(409, "wrong-type");
        }
        String id = put(type, "", request.body().at("/data/attributes").toString());
        return data(201, types.get(type).get(id));
    }

    private Response one(String type, ObjectNode record, Request request) {
        String id = record.path("id").asText();
        if (request.method().equals("DELETE")) {
            types.get(type).remove(id);
            return Response.of(204, null);
        }
        if (request.method().equals("PATCH")) {
            if (!request.body().at("/data/id").asText().equals(id)) {
                return failed(409, "wrong-id");
            }
            put(type, id, request.body().at("/data/attributes").toString());
        }
        return data(200, record);
    }

    private Response list(String type, Request request) {
        String since = request.query().getOrDefault("filter[updated-since]", "1970-01-01T00:00:00Z");
        String ref = request.query().getOrDefault("filter[external-ref]", "");
        int size = request.number("page[size]", 10);
        int page = request.number("page[number]", 1);
        List<ObjectNode> rows = types.get(type).values().stream()
                .filter(row ->
                        !Instant.parse(row.at("/meta/updated-at").asText()).isBefore(Instant.parse(since)))
                .filter(row -> ref.isEmpty()
                        || row.at("/attributes/external-ref").asText().equals(ref))
                .sorted(Comparator.comparing(
                        (ObjectNode row) -> row.at("/meta/updated-at").asText()))
                .skip((page - 1L) * size)
                .toList();
        ObjectNode body = object();
        ArrayNode data = body.putArray("data");
        rows.stream().limit(size).forEach(data::add);
        String next = "/api/" + type + "?page%5Bnumber%5D=" + (page + 1) + "&page%5Bsize%5D=" + size
                + "&filter%5Bupdated-since%5D=" + since;
        body.putObject("links").put("next", rows.size() > size ? next : null);
        return Response.of(200, body);
    }
}
