package io.tandem.invented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Envelopes, pages by cursor; UUIDs; moments as {@code 26.11.2026 23:54:07}, birthdays too; PATCH with the
 * version in the body; 201 with the record; other systems' references; a bin for what is deleted.
 */
final class Moorpost extends InventedApi {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Map<String, Map<String, ObjectNode>> records =
            Map.of("correspondents", new LinkedHashMap<>(), "parcels", new LinkedHashMap<>());

    Moorpost() throws IOException {
        super("/api");
    }

    /** As a person does in its user interface. */
    synchronized String put(String kind, String json) {
        ObjectNode record = object(json);
        String id = record.path("id").asText(UUID.randomUUID().toString());
        ObjectNode whole = records.get(kind)
                .computeIfAbsent(id, i -> object("{\"id\":\"" + i + "\",\"rev\":0,\"state\":\"live\"}"));
        merge(whole, record);
        touch(whole);
        return id;
    }

    synchronized JsonNode get(String kind, String id) {
        return records.get(kind).get(id).deepCopy();
    }

    synchronized List<ObjectNode> live(String kind) {
        return records.get(kind).values().stream()
                .filter(record -> record.path("state").asText().equals("live"))
                .map(ObjectNode::deepCopy)
                .toList();
    }

    synchronized void bin(String kind, String id) {
        touch(records.get(kind).get(id).put("state", "binned"));
    }

    private void touch(ObjectNode record) {
        record.put("stamp", STAMP.format(Instant.ofEpochMilli(tick())))
                .put("rev", record.path("rev").intValue() + 1);
    }

    private static void merge(ObjectNode whole, JsonNode changes) {
        changes.properties().forEach(change -> {
            if (change.getValue().isObject() && whole.path(change.getKey()).isObject()) {
                merge((ObjectNode) whole.get(change.getKey()), change.getValue());
            } else {
                whole.set(change.getKey(), change.getValue());
            }
        });
    }

    private static Response data(int status, JsonNode data) {
        ObjectNode body = object();
        body.set("data", data);
        return Response.of(status, body);
    }

    private static Response problem(int status, String problem, String holder) {
        return Response.of(status, object().put("problem", problem).put("holder", holder));
    }

    @Override
    Response answer(Request request) {
        if (!"Bearer pigeon".equals(request.headers().get("Authorization"))) {
            return problem(401, "who are you", null);
        }
        String kind = request.part(0);
        Map<String, ObjectNode> all = records.get(kind);
        String rest = request.path().substring(kind.length() + 1);
        if (rest.equals("/changes")) {
            return changes(all, request);
        }
        if (rest.isEmpty() && request.method().equals("GET")) {
            return named(all, request);
        }
        if (rest.isEmpty()) {
            return created(kind, all, request.body());
        }
        ObjectNode record = all.get(rest.substring(1));
        if (record == null) {
            return problem(404, "unknown", null);
        }
        if (request.method().equals("DELETE")) {
            touch(record.put("state", "binned"));
            return data(200, record);
        }
        if (request.body().path("rev").intValue() != record.path("rev").intValue()) {
            return problem(409, "outdated", null);
        }
        merge(record, request.body().path("set"));
        touch(record);
        return data(200, record);
    }

    private static Response changes(Map<String, ObjectNode> all, Request request) {
        LocalDateTime after = LocalDateTime.parse(request.query().get("after"), STAMP);
        int from = request.number("token", 0);
        int take = request.number("take", 3);
        List<ObjectNode> changed = all.values().stream()
                .filter(record -> !LocalDateTime.parse(record.path("stamp").asText(), STAMP)
                        .isBefore(after))
                .sorted(Comparator.comparing(
                        record -> LocalDateTime.parse(record.path("stamp").asText(), STAMP)))
                .toList();
        ArrayNode page = Json.MAPPER.createArrayNode();
        changed.stream().skip(from).limit(take).forEach(page::add);
        ObjectNode body = object();
        body.set("data", page);
        boolean more = from + take < changed.size();
        body.putObject("meta").put("more", more).put("token", more ? String.valueOf(from + take) : null);
        return Response.of(200, body);
    }

    private static Response named(Map<String, ObjectNode> all, Request request) {
        List<String> ids = List.of(request.query().getOrDefault("ids", "").split(","));
        List<String> keys = List.of(request.query().getOrDefault("keys", "").split(","));
        ArrayNode found = Json.MAPPER.createArrayNode();
        all.values().stream()
                .filter(record -> ids.contains(record.path("id").asText())
                        || record.has("key") && keys.contains(record.path("key").asText()))
                .forEach(found::add);
        return data(200, found);
    }

    private Response created(String kind, Map<String, ObjectNode> all, JsonNode body) {
        ObjectNode holder = all.values().stream()
                .filter(record -> record.has("key") && record.path("key").equals(body.path("key")))
                .findFirst()
                .orElse(null);
        if (holder != null) {
            return problem(409, "taken", holder.path("id").asText());
        }
        ObjectNode set = body.path("set").deepCopy();
        set.set("key", body.path("key"));
        return data(201, all.get(put(kind, set.toString())));
    }
}
