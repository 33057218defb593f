package io.tandem.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Json;
import io.tandem.record.Values;
import io.tandem.sim.Journal.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A model of one system: its tables, and how it answers requests in its {@link Dialect}. People edit it through {@link #edit}. */
final class ModelServer {

    record Request(String method, String path, Map<String, String> query, JsonNode body) {}

    record Reply(int status, Map<String, String> headers, JsonNode body) {}

    private final String name;
    private final Dialect dialect;
    private final SimClock clock;
    private final Chance chance;
    private final Journal journal;
    private final Map<String, ModelTable> tables = new TreeMap<>();
    private final Set<String> poisoned = new HashSet<>();
    private final Map<Integer, Job> jobs = new HashMap<>();
    private final ModelLists lists;

    private static final class Job {
        private final String entity;
        private final JsonNode operations;
        private int polls;
        private ObjectNode results;

        Job(String entity, JsonNode operations, int polls) {
            this.entity = entity;
            this.operations = operations;
            this.polls = polls;
        }
    }

    ModelServer(String name, Dialect dialect, SimClock clock, Chance chance, Journal journal, List<String> entities) {
        this.name = name;
        this.dialect = dialect;
        this.clock = clock;
        this.chance = chance;
        this.journal = journal;
        entities.forEach(e -> tables.put(e, new ModelTable(dialect, clock, chance, 100 * (tables.size() + 1))));
        this.lists = new ModelLists(dialect, chance);
    }

    String name() {
        return name;
    }

    Dialect dialect() {
        return dialect;
    }

    ModelTable table(String entity) {
        return tables.get(entity);
    }

    Set<String> entities() {
        return tables.keySet();
    }

    /** Every write of this record is refused from now on, or no longer. */
    void poison(String entity, int id, boolean on) {
        if (on) {
            poisoned.add(entity + "/" + id);
        } else {
            poisoned.remove(entity + "/" + id);
        }
    }

    boolean poisoned(String entity, int id) {
        return poisoned.contains(entity + "/" + id);
    }

    /** A write that is under way without a condition of its own: nobody edits in that moment. */
    boolean isBetweenLookAndWrite() {
        return dialect.condition().equals("read") && jobs.values().stream().anyMatch(job -> job.results == null);
    }

    // ---- people

    int add(String entity, Map<String, String> values) {
        int id = tables.get(entity).nextId();
        store(Author.PERSON, entity, id, ModelTable.empty(), texts(values));
        return id;
    }

    void edit(String entity, int id, Map<String, String> values) {
        store(Author.PERSON, entity, id, tables.get(entity).copy(id), texts(values));
    }

    void delete(String entity, int id, boolean deleted) {
        ObjectNode json = tables.get(entity).copy(id).put("deleted", deleted);
        tables.get(entity).put(id, json);
        if (deleted) {
            journal.gone(name + "/" + entity + "/" + id);
        } else {
            journal.tell("restored " + name + "/" + entity + "/" + id);
        }
    }

    void vanish(String entity, int id) {
        tables.get(entity).vanish(id);
        journal.gone(name + "/" + entity + "/" + id);
    }

    void close(String entity, int id, boolean closed) {
        tables.get(entity).put(id, tables.get(entity).copy(id).put("closed", closed));
        journal.tell((closed ? "closed " : "reopened ") + name + "/" + entity + "/" + id);
    }

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode json = ModelTable.empty();
        values.forEach((property, value) -> {
            if (property.equals("parent") && value != null) {
                json.put(property, Long.parseLong(value));
            } else {
                json.put(property, value);
            }
        });
        return json;
    }

    String text(String entity, int id, String property) {
        return text(tables.get(entity).get(id).orElseThrow().path(property));
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    // ---- storing

    private void store(Author author, String entity, int id, ObjectNode json, ObjectNode changes) {
        List<Runnable> told = new ArrayList<>();
        changes.properties().forEach(change -> {
            String property = change.getKey();
            JsonNode stored = normalised(property, change.getValue());
            String before = text(json.path(property));
            String raw = text(change.getValue());
            if (author == Author.TANDEM && Objects.equals(before, raw)) {
                journal.offence("wrote " + name + "/" + entity + "/" + id + "." + property + " as it was");
            }
            if (author == Author.TANDEM && property.equals("parent") && raw != null && !isCompany(raw)) {
                journal.offence("wrote a reference to nothing: " + name + "/" + entity + "/" + id);
            }
            if (author == Author.TANDEM
                    && dialect.automation()
                    && property.equals("phone")
                    && raw != null
                    && !raw.endsWith("#")) {
                stored = Json.MAPPER.getNodeFactory().textNode(raw + "#");
            }
            json.set(property, stored);
            String shown = text(stored);
            told.add(() -> journal.changed(author, name, entity, id, property, before, raw, shown));
        });
        tables.get(entity).put(id, json);
        told.forEach(Runnable::run);
    }

    private boolean isCompany(String id) {
        return tables.containsKey("company")
                ? tables.get("company").ids().contains(Integer.valueOf(id))
                : tables.get("firm").ids().contains(Integer.valueOf(id));
    }

    private JsonNode normalised(String property, JsonNode value) {
        if (!dialect.normalises() || !value.isTextual()) {
            return value;
        }
        String text = value.textValue().strip();
        return Json.MAPPER.getNodeFactory().textNode(property.equals("email") ? text.toLowerCase(Locale.ROOT) : text);
    }

    // ---- requests

    Reply answer(Request request) {
        String[] parts = request.path().substring(1).split("/");
        if (parts[0].equals("jobs")) {
            return job(Integer.parseInt(parts[1]));
        }
        ModelTable table = tables.get(parts[0]);
        String what = parts.length > 1 ? parts[1] : "";
        return switch (request.method() + " " + what) {
            case "GET " -> ok(lists.page(parts[0], table, request.query()));
            case "GET many" -> ok(items(table, request.query().get("ids"), false));
            case "GET refs" -> ok(items(table, request.query().get("refs"), true));
            case "POST new" -> ok(results(parts[0], request.body(), true));
            case "POST batch" -> batch(parts[0], request.body());
            default -> single(parts[0], Integer.parseInt(what), request);
        };
    }

    /** The same request with only the first of its operations: as far as it came before the server failed. */
    Request firstOf(Request request) {
        if (!request.body().has("operations")
                || request.body().path("operations").isEmpty()) {
            return request;
        }
        ObjectNode body = request.body().deepCopy();
        JsonNode first = body.path("operations").get(0);
        body.putArray("operations").add(first);
        return new Request(request.method(), request.path(), request.query(), body);
    }

    private Reply ok(ObjectNode body) {
        return new Reply(200, Map.of("date", date()), body);
    }

    private String date() {
        return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(clock.now() + dialect.skewMillis()).atZone(java.time.ZoneOffset.UTC));
    }

    private static ObjectNode items(ModelTable table, String wanted, boolean byRef) {
        ObjectNode body = ModelTable.empty();
        ArrayNode items = body.putArray("items");
        for (String key : wanted.split(",")) {
            if (byRef) {
                table.listed().stream()
                        .map(ModelTable.Version::json)
                        .filter(json -> json.path("ref").asText().equals(key))
                        .forEach(items::add);
            } else {
                table.get(Integer.parseInt(key)).ifPresent(items::add);
            }
        }
        return body;
    }

    private Reply batch(String entity, JsonNode body) {
        if (!dialect.job()) {
            ObjectNode refused = refusedWhole(entity, body.path("operations"));
            return refused == null ? ok(results(entity, body, false)) : new Reply(422, Map.of(), refused);
        }
        int id = jobs.size() + 1;
        jobs.put(id, new Job(entity, body, chance.between(1, 3)));
        return job(id);
    }

    private ObjectNode refusedWhole(String entity, JsonNode operations) {
        if (dialect.wholeBatchRefused()) {
            for (JsonNode operation : operations) {
                if (poisoned(entity, operation.path("id").asInt())) {
                    return error("invalid", "");
                }
            }
        }
        return null;
    }

    private Reply job(int id) {
        Job job = jobs.get(id);
        if (--job.polls <= 0 && job.results == null) {
            job.results = results(job.entity, job.operations, false);
        }
        ObjectNode body = job.results == null ? ModelTable.empty() : job.results.deepCopy();
        body.putObject("job").put("id", id).put("status", job.results == null ? "queued" : "done");
        return ok(body);
    }

    private ObjectNode results(String entity, JsonNode body, boolean creates) {
        ObjectNode answer = ModelTable.empty();
        ArrayNode results = answer.putArray("results");
        body.path("operations").forEach(operation -> {
            if (dialect.job() && !creates && chance.in100(3)) {
                results.add(error("busy", "").put("status", 503));
            } else {
                results.add(creates ? create(entity, operation) : update(entity, operation));
            }
        });
        return answer;
    }

    private Reply single(String entity, int id, Request request) {
        if (request.method().equals("DELETE")) {
            return deleteByTandem(entity, id);
        }
        ObjectNode operation = ModelTable.empty().put("id", id);
        if (request.method().equals("PATCH")) {
            ObjectNode changes = operation.putObject("changes");
            ObjectNode now = tables.get(entity).get(id).orElseGet(ModelTable::empty);
            for (JsonNode patch : request.body().path("patch")) {
                String property = patch.path("path").asText().substring(1);
                boolean same = Values.canonical(now.path(property)).equals(Values.canonical(patch.path("value")));
                if (patch.path("op").asText().equals("test") && !same) {
                    return new Reply(409, Map.of(), error("stale", ""));
                }
                if (patch.path("op").asText().equals("replace")) {
                    changes.set(property, patch.path("value"));
                }
            }
        } else {
            operation.setAll((ObjectNode) request.body());
        }
        ObjectNode result = update(entity, operation);
        int status = result.path("status").asInt();
        return status < 300 ? ok(result) : new Reply(status, Map.of(), result);
    }

    private Reply deleteByTandem(String entity, int id) {
        if (!tables.get(entity).live(id)) {
            return new Reply(404, Map.of(), error("gone", ""));
        }
        if (poisoned(entity, id)) {
            return new Reply(422, Map.of(), error("invalid", ""));
        }
        tables.get(entity).put(id, tables.get(entity).copy(id).put("deleted", true));
        journal.deletedByTandem(name + "/" + entity + "/" + id);
        return new Reply(204, Map.of("date", date()), null);
    }

    private ObjectNode update(String entity, JsonNode operation) {
        int id = operation.path("id").asInt();
        ModelTable table = tables.get(entity);
        ObjectNode changes = (ObjectNode) operation.path("changes");
        if (!table.live(id)) {
            return error("gone", "").put("status", 404);
        }
        ObjectNode now = table.get(id).orElseThrow();
        if (operation.has("version")
                && operation.path("version").asInt() != now.path("version").asInt()) {
            return error("stale", "").put("status", 412);
        }
        if (now.path("closed").asBoolean()) {
            return error("locked", "").put("status", 422);
        }
        if (poisoned(entity, id) || takenEmail(table, id, changes)) {
            return error("invalid", "").put("status", 422);
        }
        store(Author.TANDEM, entity, id, table.copy(id), changes);
        return written(table, id);
    }

    private ObjectNode written(ModelTable table, int id) {
        ObjectNode result = ModelTable.empty().put("status", 200);
        if (dialect.answers()) {
            result.set("record", table.get(id).orElseThrow());
        }
        return result;
    }

    private boolean takenEmail(ModelTable table, int id, ObjectNode changes) {
        String wanted = text(changes.path("email"));
        return dialect.uniqueEmails()
                && wanted != null
                && table.ids().stream()
                        .filter(other -> other != id && table.live(other))
                        .anyMatch(other -> wanted.strip()
                                .equalsIgnoreCase(table.get(other)
                                        .orElseThrow()
                                        .path("email")
                                        .asText()
                                        .strip()));
    }

    private ObjectNode create(String entity, JsonNode operation) {
        ModelTable table = tables.get(entity);
        String key = operation.path("key").asText();
        String ref = operation.path("ref").asText();
        if (dialect.idempotent() && table.remembered(key).isPresent()) {
            return created(table, table.remembered(key).get());
        }
        if (dialect.idempotent() && table.remembered(ref).isPresent()) {
            return error("duplicate", String.valueOf(table.remembered(ref).get()))
                    .put("status", 409);
        }
        ObjectNode values = (ObjectNode) operation.path("values");
        if (takenEmail(table, 0, values)) {
            return error("invalid", "").put("status", 422);
        }
        int id = table.nextId();
        table.remember(key, id);
        table.remember(ref, id);
        store(Author.TANDEM, entity, id, ModelTable.empty().put("ref", ref), values);
        journal.created(name, entity, id, ref);
        return created(table, id);
    }

    private static ObjectNode created(ModelTable table, int id) {
        ObjectNode result = ModelTable.empty().put("status", 201);
        result.set("record", table.get(id).orElseThrow());
        return result;
    }

    private static ObjectNode error(String code, String existing) {
        ObjectNode error = ModelTable.empty();
        error.putObject("error").put("code", code).put("message", "no").put("existing", existing);
        return error;
    }
}
