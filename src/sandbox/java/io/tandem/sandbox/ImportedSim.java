package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every system that is known from dataflow documents alone, behind one address: {@code /<system>/<entity>}. It speaks the
 * general API that generated descriptors speak: listings by change, ids and references, batches of creates and conditional
 * merge patches, tombstones. Records hold any JSON under their own members; what the API itself keeps begins with a low line.
 */
public final class ImportedSim extends SandboxSystem {

    static final int PORT = 8091;

    private static final Duration KEYS_LAST = Duration.ofHours(24);
    private static final String REFERENCE = ImportedCollection.REFERENCE;

    private final Map<String, ImportedCollection> collections = new TreeMap<>();
    private final Set<String> names = new TreeSet<>();
    private Instant lastStamp = Instant.EPOCH;

    ImportedSim(int port, Clock clock, List<ImportedSystem> systems) {
        super("imported", port, clock, VendorCalls.IMPORTED);
        systems.forEach(this::declare);
    }

    private void declare(ImportedSystem system) {
        system.entities().forEach((name, entity) -> collections
                .computeIfAbsent(
                        system.name() + "/" + name,
                        key -> new ImportedCollection("imported-" + system.name() + "-" + name))
                .members
                .addAll(entity.members()));
        names.add(system.name());
    }

    /** The settings with which the systems are reached. */
    Map<String, String> settings() {
        return settings(url(), names);
    }

    static Map<String, String> settings(String url, Iterable<String> systems) {
        Map<String, String> settings = new TreeMap<>();
        systems.forEach(system -> {
            settings.put(system + ".url", url + "/" + system);
            settings.put(system + ".token", Sandbox.DEMO);
        });
        return settings;
    }

    /**
     * Serves these systems too. Gives each entity without records those that it begins with; rebuilds what is derived of
     * those that were loaded.
     */
    public synchronized void fill(List<ImportedSystem> systems) {
        systems.forEach(this::declare);
        systems.forEach(system -> system.entities().forEach((name, entity) -> {
            ImportedCollection collection = collections.get(system.name() + "/" + name);
            if (collection.table.size() == 0) {
                entity.records().forEach(record -> create(collection, record, ""));
            } else {
                collection.loaded();
            }
        }));
    }

    @Override
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        collections.values().forEach(collection -> tables.add(collection.table));
        return tables;
    }

    @Override
    Http.Reply noSuchCall(int status) {
        return error(404, "not_found", "there is no such call");
    }

    @Override
    Http.Reply unauthorized(Http.Request request) {
        return request.header("Authorization").equals("Bearer " + Sandbox.DEMO)
                ? null
                : error(401, "unauthorized", "no or a wrong token");
    }

    @Override
    Http.Reply tooMany(boolean saysHowLong) {
        Http.Reply reply = error(429, "rate_limited", "too many requests");
        return saysHowLong ? reply.with("Retry-After", "1") : reply;
    }

    @Override
    Http.Reply refusal(int status) {
        return status == 403
                ? error(403, "forbidden", "the token may not do this")
                : error(400, "invalid", "the request can't be read");
    }

    private static Http.Reply error(int status, String code, String message) {
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("error", problem(code, message));
        return Http.Reply.json(status, body);
    }

    private static ObjectNode problem(String code, String message) {
        return Table.JSON.createObjectNode().put("code", code).put("message", message);
    }

    @Override
    synchronized Http.Reply answer(Http.Request request) {
        String[] parts = request.path().substring(1).split("/");
        ImportedCollection collection = parts.length < 2 ? null : collections.get(parts[0] + "/" + parts[1]);
        if (collection == null || parts.length > 3) {
            return error(404, "not_found", "there is no such address");
        }
        try {
            if (parts.length == 2) {
                return request.method().equals("GET") ? list(collection, request) : single(posted(collection, request));
            }
            return parts[2].equals("batch")
                    ? batch(collection, request.json().path("operations"))
                    : record(collection, parts[2], request);
        } catch (DateTimeParseException | IllegalArgumentException unreadable) {
            return error(400, "invalid", "updated_since or cursor can't be read");
        }
    }

    private static Http.Reply list(ImportedCollection collection, Http.Request request) {
        ObjectNode page = CustomPmsListing.page(
                collection.table, "_deleted", request, ref -> collection.byReference.getOrDefault(ref, ""));
        return page == null
                ? error(400, "invalid", "limit is 1 to 500, at most 200 keys, and one selector at most")
                : Http.Reply.json(200, page);
    }

    /** What one operation came to: a status and a record, or an error. */
    private record Result(int status, ObjectNode record, ObjectNode error) {}

    private static Http.Reply single(Result result) {
        if (result.error() == null) {
            String version = result.record().path("_version").asText();
            return Http.Reply.json(result.status(), result.record()).with("ETag", "\"" + version + "\"");
        }
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("error", result.error());
        return Http.Reply.json(result.status(), body);
    }

    private Http.Reply batch(ImportedCollection collection, JsonNode operations) {
        if (!operations.isArray() || operations.size() > 200) {
            return error(400, "invalid", "1 to 200 operations");
        }
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode results = body.putArray("results");
        for (JsonNode operation : operations) {
            JsonNode record = operation.path("record");
            Result result = operation.path("op").asText().equals("create")
                    ? create(
                            collection,
                            record,
                            operation.path("idempotency_key").asText(""))
                    : update(
                            collection,
                            operation.path("id").asText(),
                            record,
                            operation.path("if_version").asText(""));
            ObjectNode item = results.addObject().put("status", result.status());
            item.set(
                    result.error() == null ? "record" : "error",
                    result.error() == null ? result.record() : result.error());
        }
        return Http.Reply.json(200, body);
    }

    private Result posted(ImportedCollection collection, Http.Request request) {
        return request.json().isObject()
                ? create(collection, request.json(), request.header("Idempotency-Key"))
                : new Result(400, null, problem("invalid", "the body is not a JSON object"));
    }

    private Result create(ImportedCollection collection, JsonNode draft, String key) {
        ImportedCollection.Made before = collection.byKey.get(key);
        if (before != null && before.at().plus(KEYS_LAST).isAfter(clock.instant())) {
            return new Result(
                    201, collection.table.get(before.id()).orElseThrow().json(), null);
        }
        String unknown = unknown(collection, draft, Set.of(REFERENCE));
        if (unknown != null) {
            return invalid(unknown);
        }
        String reference = draft.path(REFERENCE).asText("");
        String taken = collection.byReference.get(reference);
        if (taken != null) {
            return new Result(
                    409, null, problem("conflict", "the reference is taken").put("existing_id", Long.parseLong(taken)));
        }
        String id = String.valueOf(++collection.lastId);
        ObjectNode record = Table.JSON.createObjectNode().put("id", collection.lastId);
        record.put("_created_at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        record.put("_deleted", false);
        JsonMergePatch.apply(record, draft);
        store(collection, id, record, 1);
        if (!reference.isEmpty()) {
            collection.byReference.put(reference, id);
        }
        if (!key.isEmpty()) {
            collection.byKey.put(key, new ImportedCollection.Made(id, clock.instant()));
        }
        return new Result(201, record, null);
    }

    private Result update(ImportedCollection collection, String id, JsonNode patch, String condition) {
        ObjectNode record = collection.table.get(id).map(Table.Row::json).orElse(null);
        if (record == null) {
            return new Result(404, null, problem("not_found", "there is no such record"));
        }
        if (record.path("_deleted").asBoolean()) {
            return new Result(410, null, problem("gone", "the record was deleted"));
        }
        int version = record.path("_version").asInt();
        if (!condition.isEmpty() && !condition.replace("\"", "").equals(String.valueOf(version))) {
            return new Result(412, null, problem("version_mismatch", "the record has version " + version));
        }
        String unknown = unknown(collection, patch, Set.of());
        if (unknown != null) {
            return invalid(unknown);
        }
        JsonMergePatch.apply(record, patch);
        store(collection, id, record, version + 1);
        return new Result(200, record, null);
    }

    /** The first member that records of the entity don't have; null if there is none. */
    private static String unknown(ImportedCollection collection, JsonNode draft, Set<String> allowed) {
        return draft.properties().stream()
                .map(Map.Entry::getKey)
                .filter(member -> !collection.members.contains(member) && !allowed.contains(member))
                .findFirst()
                .orElse(null);
    }

    private static Result invalid(String member) {
        return new Result(
                422,
                null,
                problem("invalid", member + " is unknown or can't be written").put("property", member));
    }

    /** Stamps grow with each write. */
    private void store(ImportedCollection collection, String id, ObjectNode record, int version) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        lastStamp = now.isAfter(lastStamp) ? now : lastStamp.plusMillis(1);
        record.put("_version", version).put("_updated_at", lastStamp.toString());
        collection.table.put(id, record, lastStamp);
    }

    private Http.Reply record(ImportedCollection collection, String id, Http.Request request) {
        ObjectNode record = collection.table.get(id).map(Table.Row::json).orElse(null);
        if (record == null) {
            return error(404, "not_found", "there is no such record");
        }
        if (record.path("_deleted").asBoolean()) {
            return error(410, "gone", "the record was deleted");
        }
        return switch (request.method()) {
            case "GET" -> single(new Result(200, record, null));
            case "PATCH" -> single(update(collection, id, request.json(), request.header("If-Match")));
            case "DELETE" -> {
                store(
                        collection,
                        id,
                        record.put("_deleted", true),
                        record.path("_version").asInt() + 1);
                yield Http.Reply.none(204);
            }
            default -> error(404, "not_found", "there is no such call");
        };
    }
}
