package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The customer's own project management system, to the letter of its contract. */
public final class CustomPmsSim extends SandboxSystem {

    private static final String BASE = "/api/v1/";
    private static final Duration KEYS_LAST = Duration.ofHours(24);

    /** What a create with an idempotency key made, and when. */
    private record Made(String id, Instant at) {}

    private final Map<String, Table> collections = new TreeMap<>();
    private final Map<String, String> byReference = new ConcurrentHashMap<>();
    private final Map<String, Made> byIdempotencyKey = new ConcurrentHashMap<>();
    private Instant lastStamp = Instant.EPOCH;
    private long lastId;

    CustomPmsSim(int port, Clock clock) {
        super("custompms", port, clock, VendorCalls.CUSTOMPMS);
        CustomPmsDraft.collections().forEach(name -> collections.put(name, new Table("custompms-" + name)));
    }

    @Override
    List<Table> tables() {
        return List.copyOf(collections.values());
    }

    /** Rebuilds what is derived, after the tables were loaded. */
    void loaded() {
        collections.forEach((name, table) -> table.ids().forEach(id -> {
            lastId = Math.max(lastId, Long.parseLong(id));
            String reference =
                    table.get(id).orElseThrow().json().path("external_ref").asText("");
            if (!reference.isEmpty()) {
                byReference.put(name + " " + reference, id);
            }
        }));
    }

    public Table collection(String name) {
        return collections.get(name);
    }

    @Override
    Http.Reply noSuchCall(int status) {
        return error(404, "not_found", "there is no such call", null);
    }

    @Override
    Http.Reply unauthorized(Http.Request request) {
        return request.header("Authorization").equals("Bearer " + Sandbox.DEMO)
                ? null
                : error(401, "unauthorized", "no or a wrong token", null);
    }

    @Override
    Http.Reply tooMany(boolean saysHowLong) {
        Http.Reply reply = error(429, "rate_limited", "too many requests", null);
        return saysHowLong ? reply.with("Retry-After", "1") : reply;
    }

    @Override
    Http.Reply refusal(int status) {
        return status == 403
                ? error(403, "forbidden", "the token may not do this", null)
                : error(400, "invalid", "the request can't be read", null);
    }

    private static Http.Reply error(int status, String code, String message, String existing) {
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("error", problem(code, message, existing));
        return Http.Reply.json(status, body);
    }

    /** What is wrong with one property of a draft. */
    private static Result invalid(String property) {
        ObjectNode problem = problem("invalid", property + " is unknown, or its value doesn't fit", null);
        return new Result(422, null, problem.put("property", property));
    }

    private static ObjectNode problem(String code, String message, String existing) {
        ObjectNode error = Table.JSON.createObjectNode().put("code", code).put("message", message);
        if (existing != null) {
            error.put("existing_id", Long.parseLong(existing));
        }
        return error;
    }

    @Override
    synchronized Http.Reply answer(Http.Request request) {
        try {
            return found(request);
        } catch (DateTimeParseException | IllegalArgumentException unreadable) {
            return error(400, "invalid", "updated_since or cursor can't be read", null);
        }
    }

    private Http.Reply found(Http.Request request) {
        if (request.path().matches("/_sandbox/restore/\\w+/\\w+")) {
            String[] asked = request.path().split("/");
            return restored(asked[3], asked[4]);
        }
        String[] parts = request.path().startsWith(BASE)
                ? request.path().substring(BASE.length()).split("/")
                : new String[0];
        Table table = parts.length == 0 ? null : collections.get(parts[0]);
        if (table == null || parts.length > 2) {
            return error(404, "not_found", "there is no such address", null);
        }
        if (parts.length == 1) {
            if (request.method().equals("POST") && !request.json().isObject()) {
                return error(400, "invalid", "the body is not a JSON object", null);
            }
            return request.method().equals("GET")
                    ? list(parts[0], table, request)
                    : single(create(parts[0], table, request.json(), request.header("Idempotency-Key")));
        }
        if (parts[1].equals("batch")) {
            return batch(parts[0], table, request.json().path("operations"));
        }
        return record(parts[0], table, parts[1], request);
    }

    /** What a person does in the system's own user interface: {@code /_sandbox/restore/tasks/1}. */
    private Http.Reply restored(String collection, String id) {
        Table table = collections.get(collection);
        ObjectNode record = table.get(id).orElseThrow().json();
        store(table, id, record.put("deleted", false), record.path("version").asInt() + 1);
        return Http.Reply.json(200, record);
    }

    private Http.Reply list(String collection, Table table, Http.Request request) {
        ObjectNode page = CustomPmsListing.page(
                table, "deleted", request, reference -> byReference.getOrDefault(collection + " " + reference, ""));
        return page == null
                ? error(400, "invalid", "limit is 1 to 500, at most 200 keys, and one selector at most", null)
                : Http.Reply.json(200, page);
    }

    /** What one operation came to: a status and a record, or an error. */
    private record Result(int status, ObjectNode record, ObjectNode error) {}

    private static Http.Reply single(Result result) {
        if (result.error() == null) {
            return Http.Reply.json(result.status(), result.record())
                    .with("ETag", "\"" + result.record().path("version").asText() + "\"");
        }
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("error", result.error());
        return Http.Reply.json(result.status(), body);
    }

    private Http.Reply batch(String collection, Table table, JsonNode operations) {
        if (!operations.isArray() || operations.size() > 200) {
            return error(400, "invalid", "1 to 200 operations", null);
        }
        ArrayNode results = Table.JSON.createArrayNode();
        for (JsonNode operation : operations) {
            Result result = operation.path("op").asText().equals("create")
                    ? create(
                            collection,
                            table,
                            operation.path("record"),
                            operation.path("idempotency_key").asText(""))
                    : update(
                            collection,
                            table,
                            operation.path("id").asText(),
                            operation.path("record"),
                            operation.path("if_version").asText(""));
            ObjectNode item = results.addObject().put("status", result.status());
            item.set(
                    result.error() == null ? "record" : "error",
                    result.error() == null ? result.record() : result.error());
        }
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("results", results);
        return Http.Reply.json(200, body);
    }

    private Result create(String collection, Table table, JsonNode draft, String idempotencyKey) {
        Made before = byIdempotencyKey.get(collection + " " + idempotencyKey);
        if (before != null && before.at().plus(KEYS_LAST).isAfter(clock.instant())) {
            return new Result(201, table.get(before.id()).orElseThrow().json(), null);
        }
        String unfit = CustomPmsDraft.unfit(collection, draft);
        if (unfit != null) {
            return invalid(unfit);
        }
        String reference = draft.path("external_ref").asText("");
        String taken = reference.isEmpty() ? null : byReference.get(collection + " " + reference);
        if (taken != null) {
            return new Result(409, null, problem("conflict", "external_ref is taken", taken));
        }
        String id = String.valueOf(++lastId);
        ObjectNode record = Table.JSON.createObjectNode().put("id", lastId);
        CustomPmsDraft.properties(collection)
                .forEach(property ->
                        record.set(property, draft.path(property).isMissingNode() ? null : draft.path(property)));
        store(
                table,
                id,
                record.put(
                                "created_at",
                                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                        .put("deleted", false),
                1);
        if (!reference.isEmpty()) {
            byReference.put(collection + " " + reference, id);
        }
        if (!idempotencyKey.isEmpty()) {
            byIdempotencyKey.put(collection + " " + idempotencyKey, new Made(id, clock.instant()));
        }
        return new Result(201, record, null);
    }

    private Result update(String collection, Table table, String id, JsonNode draft, String ifVersion) {
        ObjectNode record = table.get(id).map(Table.Row::json).orElse(null);
        if (record == null) {
            return new Result(404, null, problem("not_found", "there is no such record", null));
        }
        if (record.path("deleted").asBoolean()) {
            return new Result(410, null, problem("gone", "the record was deleted", null));
        }
        String unfit = CustomPmsDraft.unfit(collection, draft);
        if (unfit != null) {
            return invalid(unfit);
        }
        int version = record.path("version").asInt();
        if (!ifVersion.isEmpty() && !ifVersion.replace("\"", "").equals(String.valueOf(version))) {
            return new Result(412, null, problem("version_mismatch", "it is another version now", null));
        }
        if (draft.has("external_ref") && !draft.get("external_ref").equals(record.get("external_ref"))) {
            String reference = draft.path("external_ref").asText("");
            String holder = draft.hasNonNull("external_ref") ? byReference.get(collection + " " + reference) : null;
            if (holder != null) {
                return new Result(409, null, problem("conflict", "external_ref is taken", holder));
            }
            byReference.remove(collection + " " + record.path("external_ref").asText(""));
            if (draft.hasNonNull("external_ref")) {
                byReference.put(collection + " " + reference, id);
            }
        }
        draft.properties().forEach(e -> record.set(e.getKey(), e.getValue()));
        store(table, id, record, version + 1);
        return new Result(200, record, null);
    }

    /** Stamps are unique and visible in their order, as the contract says. */
    private void store(Table table, String id, ObjectNode record, int version) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        lastStamp = now.isAfter(lastStamp) ? now : lastStamp.plusMillis(1);
        table.put(id, record.put("version", version).put("updated_at", lastStamp.toString()), lastStamp);
    }

    private Http.Reply record(String collection, Table table, String id, Http.Request request) {
        ObjectNode record = table.get(id).map(Table.Row::json).orElse(null);
        if (record == null) {
            return error(404, "not_found", "there is no such record", null);
        }
        if (record.path("deleted").asBoolean()) {
            return error(410, "gone", "the record was deleted", null);
        }
        return switch (request.method()) {
            case "GET" ->
                Http.Reply.json(200, record)
                        .with("ETag", "\"" + record.path("version").asText() + "\"");
            case "PATCH" -> single(update(collection, table, id, request.json(), request.header("If-Match")));
            case "DELETE" -> {
                store(
                        table,
                        id,
                        record.put("deleted", true),
                        record.path("version").asInt() + 1);
                yield Http.Reply.none(204);
            }
            default -> error(404, "not_found", "there is no such call", null);
        };
    }
}
