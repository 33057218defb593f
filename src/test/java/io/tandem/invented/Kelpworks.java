package io.tandem.invented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Json;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bare lists with a Link header; moments and days in milliseconds; a record's version in the ETag header alone, without
 * which nothing is written; PUT of the whole record, 204; POST with an Idempotency-Key, 201 with a Location and no body;
 * no reference of other systems; what is deleted is gone.
 */
final class Kelpworks extends InventedApi {

    private static final int PAGE = 2;

    private final Map<String, TreeMap<Integer, ObjectNode>> records =
            Map.of("keepers", new TreeMap<>(), "rafts", new TreeMap<>());
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private int numbers;

    Kelpworks() throws IOException {
        super("/kelp/v3");
    }

    /** As a person does in its user interface. */
    synchronized int put(String kind, String json) {
        ObjectNode record = object(json);
        int no = record.has("no") ? record.get("no").intValue() : ++numbers;
        ObjectNode whole = records.get(kind).computeIfAbsent(no, n -> object());
        whole.setAll(record);
        touch(kind, no, whole);
        return no;
    }

    synchronized ObjectNode get(String kind, int no) {
        ObjectNode record = records.get(kind).get(no);
        return record == null ? null : record.deepCopy();
    }

    synchronized List<Integer> all(String kind) {
        return List.copyOf(records.get(kind).keySet());
    }

    synchronized void remove(String kind, int no) {
        records.get(kind).remove(no);
    }

    private void touch(String kind, int no, ObjectNode record) {
        record.put("no", no).put("touchedAt", tick());
        versions.merge(kind + no, 1, Integer::sum);
    }

    private String etag(String kind, int no) {
        return "\"" + kind.charAt(0) + no + "." + versions.get(kind + no) + "\"";
    }

    private static Response fault(int status, String name) {
        return Response.of(status, object("{\"fault\":{\"name\":\"" + name + "\"}}"));
    }

    @Override
    Response answer(Request request) {
        if (!"seaweed".equals(request.headers().get("X-Kelp-Key"))) {
            return fault(401, "no_key");
        }
        String kind = request.part(0);
        if (!records.containsKey(kind)) {
            return fault(404, "no_such_thing");
        }
        boolean one = request.path().substring(1).contains("/");
        if (!one) {
            return request.method().equals("POST") ? created(kind, request) : list(kind, request);
        }
        int no = Integer.parseInt(request.part(1));
        ObjectNode record = records.get(kind).get(no);
        if (record == null) {
            return fault(404, "unknown");
        }
        if (request.method().equals("GET")) {
            return new Response(200, Map.of("ETag", etag(kind, no)), record);
        }
        String condition = request.headers().get("If-Match");
        if (!etag(kind, no).equals(condition)) {
            return condition == null ? fault(428, "condition_required") : fault(412, "changed");
        }
        if (request.method().equals("DELETE")) {
            records.get(kind).remove(no);
            return Response.of(204, null);
        }
        return replaced(kind, no, request.body());
    }

    private Response list(String kind, Request request) {
        long after = Long.parseLong(request.query().getOrDefault("changed_after", "0"));
        int start = request.number("start", 0);
        List<ObjectNode> changed = records.get(kind).values().stream()
                .filter(record -> record.get("touchedAt").longValue() >= after)
                .sorted(Comparator.comparing(record -> record.get("touchedAt").longValue()))
                .toList();
        ArrayNode page = Json.MAPPER.createArrayNode();
        changed.stream().skip(start).limit(PAGE).forEach(page::add);
        String self = url() + "/" + kind + "?changed_after=" + after + "&start=";
        Map<String, String> headers = start + PAGE < changed.size()
                ? Map.of("Link", "<" + self + "0>; rel=\"first\", <" + self + (start + PAGE) + ">; rel=\"next\"")
                : Map.of();
        return new Response(200, headers, page);
    }

    private Response created(String kind, Request request) {
        String key = request.headers().get("Idempotency-Key");
        Integer before = keys.get(key);
        int no = before == null ? ++numbers : before;
        if (before == null) {
            ObjectNode record = ((ObjectNode) request.body()).deepCopy();
            records.get(kind).put(no, record);
            touch(kind, no, record);
            keys.put(key, no);
        }
        return new Response(201, Map.of("Location", "/kelp/v3/" + kind + "/" + no), null);
    }

    /** What isn't in it is gone. */
    private Response replaced(String kind, int no, JsonNode body) {
        if (body.path("no").intValue() != no) {
            return fault(422, "no_is_missing");
        }
        ObjectNode record = body.deepCopy();
        records.get(kind).put(no, record);
        touch(kind, no, record);
        return new Response(204, Map.of("ETag", etag(kind, no)), null);
    }
}
