package io.tandem.invented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * OData: sets of entities in {@code value}, each with an ETag in {@code @odata.etag}, pages by the address in {@code
 * @odata.nextLink}, keys in brackets, PATCH that hangs on If-Match, and requests that can be repeated under an id.
 */
final class Brightloom extends InventedApi {

    private final Map<String, Map<String, ObjectNode>> sets =
            Map.of("Weavers", new LinkedHashMap<>(), "Skeins", new LinkedHashMap<>());
    private final Map<String, String> made = new LinkedHashMap<>();
    private int edits;

    Brightloom() throws IOException {
        super("/odata/v4");
    }

    /** As a person does in its user interface; complex values are merged. */
    synchronized String put(String set, String json) {
        ObjectNode change = object(json);
        String id = change.path("Id").asText(UUID.randomUUID().toString());
        ObjectNode whole = sets.get(set).computeIfAbsent(id, i -> object().put("Id", i));
        merge(whole, change);
        whole.put("@odata.etag", "W/\"" + ++edits + "\"");
        whole.put("ModifiedOn", Instant.ofEpochMilli(tick()).toString());
        return id;
    }

    private static void merge(ObjectNode whole, ObjectNode change) {
        change.properties().forEach(member -> {
            if (member.getValue().isObject() && whole.path(member.getKey()).isObject()) {
                merge((ObjectNode) whole.get(member.getKey()), (ObjectNode) member.getValue());
            } else {
                whole.set(member.getKey(), member.getValue());
            }
        });
    }

    synchronized List<ObjectNode> all(String set) {
        return sets.get(set).values().stream().map(ObjectNode::deepCopy).toList();
    }

    private static Response failed(int status, String code) {
        ObjectNode body = object();
        body.putObject("error").put("code", code).put("message", "see the code");
        return Response.of(status, body);
    }

    @Override
    Response answer(Request request) {
        if (!"Bearer warp".equals(request.headers().get("Authorization"))) {
            return failed(401, "Unauthorized");
        }
        String path = request.part(0);
        int bracket = path.indexOf('(');
        if (bracket < 0) {
            return request.method().equals("POST") ? create(path, request) : list(path, request);
        }
        String set = path.substring(0, bracket);
        ObjectNode record = sets.get(set).get(path.substring(bracket + 1, path.length() - 1));
        return record == null ? failed(404, "ResourceNotFound") : one(set, record, request);
    }

    private Response one(String set, ObjectNode record, Request request) {
        if (request.method().equals("GET")) {
            return Response.of(200, record.deepCopy());
        }
        String etag = request.headers().get("If-Match");
        if (!record.path("@odata.etag").asText().equals(etag)) {
            return failed(etag == null ? 428 : 412, "PreconditionFailed");
        }
        String id = record.path("Id").asText();
        if (request.method().equals("DELETE")) {
            sets.get(set).remove(id);
            return Response.of(204, null);
        }
        put(set, ((ObjectNode) request.body()).put("Id", id).toString());
        return "return=representation".equals(request.headers().get("Prefer"))
                ? Response.of(200, record.deepCopy())
                : Response.of(204, null);
    }

    private Response create(String set, Request request) {
        String repeated = request.headers().getOrDefault("Repeatability-Request-ID", "");
        String id = made.containsKey(repeated)
                ? made.get(repeated)
                : put(set, request.body().toString());
        made.put(repeated, id);
        return Response.of(201, sets.get(set).get(id).deepCopy());
    }

    private Response list(String set, Request request) {
        String since = request.query().getOrDefault("$filter", "").replace("ModifiedOn ge ", "");
        int skip = request.number("$skiptoken", 0);
        int top = request.number("$top", 100);
        List<ObjectNode> rows = sets.get(set).values().stream()
                .filter(row -> since.isEmpty()
                        || !Instant.parse(row.path("ModifiedOn").asText()).isBefore(Instant.parse(since)))
                .sorted(java.util.Comparator.comparing(
                        (JsonNode row) -> row.path("ModifiedOn").asText()))
                .skip(skip)
                .toList();
        ObjectNode body = object().put("@odata.context", url() + "/$metadata#" + set);
        ArrayNode value = body.putArray("value");
        rows.stream().limit(top).forEach(value::add);
        if (rows.size() > top) {
            String filter = since.isEmpty()
                    ? ""
                    : "&$filter=" + URLEncoder.encode("ModifiedOn ge " + since, StandardCharsets.UTF_8);
            body.put("@odata.nextLink", url() + "/" + set + "?$top=" + top + "&$skiptoken=" + (skip + top) + filter);
        }
        return Response.of(200, body);
    }
}
