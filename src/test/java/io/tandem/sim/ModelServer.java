package io.tandem.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.kit.VirtualClock;
import io.tandem.record.Values;
import io.tandem.sim.Journal.Author;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model of one system: how it answers requests in its {@link Dialect}. */
final class ModelServer extends ModelRecords {

    record Request(String method, String path, Map<String, String> query, JsonNode body) {}

    record Reply(int status, Map<String, String> headers, JsonNode body) {}

    private final ModelLists lists;
    private final ModelReads reads;
    private final Map<Integer, Job> jobs = new HashMap<>();

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

    ModelServer(
            String name,
            Dialect dialect,
            VirtualClock clock,
            Chance chance,
            Journal journal,
            Oddities oddities,
            List<String> entities) {
        super(name, dialect, clock, chance, journal, oddities, entities);
        this.lists = new ModelLists(dialect, chance, oddities, this::shown);
        this.reads = new ModelReads(this);
    }

    /** A write that is under way without a condition of its own: nobody edits in that moment. */
    boolean isBetweenLookAndWrite() {
        return dialect.condition().equals("read") && jobs.values().stream().anyMatch(job -> job.results == null);
    }

    Reply answer(Request request) {
        String[] parts = request.path().substring(1).split("/");
        if (parts[0].equals("jobs")) {
            return job(Integer.parseInt(parts[1]));
        }
        ModelTable table = tables.get(parts[0]);
        String what = parts.length > 1 ? parts[1] : "";
        return switch (request.method() + " " + what) {
            case "GET " -> ok(lists.page(parts[0], table, request.query()));
            case "GET many" ->
                reads.byIds(parts[0], List.of(request.query().get("ids").split(",")));
            case "GET refs" -> ok(reads.byRefs(parts[0], request.query().get("refs")));
            case "GET one" -> reads.alone(parts[0], parts[2]);
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

    Reply ok(ObjectNode body) {
        return new Reply(200, Map.of("date", date()), body);
    }

    private String date() {
        return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(clock.now() + dialect.skewMillis()).atZone(java.time.ZoneOffset.UTC));
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
        body.putObject("job").put("id", id).put("status", job.results == null ? "queued" : end(job.results));
        return ok(body);
    }

    /** Where one record fails, some systems call the whole job failed, and say of each record what became of it. */
    private String end(ObjectNode results) {
        boolean allWell = true;
        for (JsonNode result : results.path("results")) {
            allWell &= result.path("status").asInt() < 400;
        }
        return allWell || !dialect.wholeBatchRefused() ? "done" : "failed";
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
            operation.set("changes", changes(request));
            ObjectNode now = tables.get(entity).get(id).orElseGet(ModelTable::empty);
            if (failsATest(now, request.body())) {
                return new Reply(409, Map.of(), error("stale", ""));
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
        ObjectNode odd = oddly(entity, id);
        if (odd != null) {
            int status = odd.path("status").asInt();
            return new Reply(status < 300 ? 204 : status, Map.of("date", date()), status < 300 ? null : odd);
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
        ObjectNode odd = oddly(entity, id);
        if (odd != null) {
            if (odd.path("status").asInt() == 200 && !dialect.answers()) {
                ignored(entity, id, changes, isBlind(now, operation));
            }
            return odd;
        }
        if (operation.has("version")
                && operation.path("version").asInt() != now.path("version").asInt()) {
            return error("stale", "").put("status", 412);
        }
        if (poisoned(entity, id) && id % 2 == 0) {
            return error("stale", "").put("status", 412);
        }
        if (now.path("closed").asBoolean()) {
            return error("locked", "").put("status", 422);
        }
        if (poisoned(entity, id) || takenEmail(table, id, changes)) {
            return error("invalid", "").put("status", 422);
        }
        store(Author.TANDEM, entity, id, table.copy(id), changes);
        return written(entity, id);
    }

    private void ignored(String entity, int id, ObjectNode changes, boolean blind) {
        Map<String, String> values = new HashMap<>();
        changes.fieldNames().forEachRemaining(property -> values.put(property, text(changes.path(property))));
        journal.ignored(name + "/" + entity + "/" + id, values, clock.now() + dialect.patience(), blind);
    }

    /** Whether a write depends on a state that is over. */
    private static boolean isBlind(ObjectNode now, JsonNode operation) {
        boolean other = operation.has("version")
                && operation.path("version").asInt() != now.path("version").asInt();
        return other || failsATest(now, operation);
    }

    private static boolean failsATest(ObjectNode now, JsonNode operation) {
        for (JsonNode patch : operation.path("patch")) {
            String property = patch.path("path").asText().substring(1);
            boolean same = Values.canonical(now.path(property)).equals(Values.canonical(patch.path("value")));
            if (patch.path("op").asText().equals("test") && !same) {
                return true;
            }
        }
        return false;
    }

    /** Notes an update that something in between answered as done, where the answers of this system hold nothing. */
    void ignored(Request request) {
        String[] parts = request.path().substring(1).split("/");
        boolean update = request.method().equals("PUT") || request.method().equals("PATCH");
        if (update && !dialect.answers()) {
            int id = Integer.parseInt(parts[1]);
            ObjectNode now = tables.get(parts[0]).get(id).orElseGet(ModelTable::empty);
            ignored(parts[0], id, changes(request), isBlind(now, request.body()));
        }
    }

    private static ObjectNode changes(Request request) {
        if (!request.method().equals("PATCH")) {
            return (ObjectNode) request.body().path("changes");
        }
        ObjectNode changes = ModelTable.empty();
        for (JsonNode patch : request.body().path("patch")) {
            if (patch.path("op").asText().equals("replace")) {
                changes.set(patch.path("path").asText().substring(1), patch.path("value"));
            }
        }
        return changes;
    }

    /** The answer to a write of a record that is served oddly; null if it isn't. */
    private ObjectNode oddly(String entity, int id) {
        if (is(entity, id, Oddity.WRITE_IGNORED)) {
            journal.tell("ignored a write of " + name + "/" + entity + "/" + id);
            return written(entity, id);
        }
        if (is(entity, id, Oddity.WRITE_GONE)) {
            return error("gone", "").put("status", 404);
        }
        if (is(entity, id, Oddity.WRITE_FORBIDDEN)) {
            return error("forbidden", "").put("status", 403);
        }
        return is(entity, id, Oddity.WRITE_BROKEN) ? error("broken", "").put("status", 500) : null;
    }

    private ObjectNode written(String entity, int id) {
        ObjectNode result = ModelTable.empty().put("status", 200);
        if (dialect.answers()) {
            result.set("record", shown(entity, tables.get(entity).get(id).orElseThrow()));
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
            return created(ref, table, table.remembered(key).get());
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
        return created(ref, table, id);
    }

    /** A create that is sent again for a record that has vanished makes none. */
    private ObjectNode created(String ref, ModelTable table, int id) {
        if (table.get(id).isEmpty()) {
            return error("gone", "").put("status", 410);
        }
        ObjectNode result = ModelTable.empty().put("status", 201);
        ObjectNode record = table.get(id).orElseThrow();
        result.set(
                "record",
                oddities.is(ref, Oddity.CREATE_UNNAMED) ? record.deepCopy().putNull("id") : record);
        return result;
    }

    static ObjectNode error(String code, String existing) {
        ObjectNode error = ModelTable.empty();
        error.putObject("error").put("code", code).put("message", "no").put("existing", existing);
        return error;
    }
}
