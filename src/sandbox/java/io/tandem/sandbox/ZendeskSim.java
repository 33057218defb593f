package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Zendesk Support: exports, bulk jobs, identities and memberships, with their oddities. */
public final class ZendeskSim extends SandboxSystem {

    private static final Pattern ADDRESS =
            Pattern.compile("/api/v2/(\\w+)/(\\d+)(?:/(\\w+))?(?:/(\\d+))?(?:/(\\w+))?\\.json");
    private static final Pattern DELETED_TICKET = Pattern.compile("/api/v2/deleted_tickets/(\\d+)(/restore)?\\.json");

    final Map<String, Table> tables = new TreeMap<>();
    private final ZendeskUsers users = new ZendeskUsers(this);
    private final ZendeskUnique unique = new ZendeskUnique(this, users);
    private final ZendeskJobs jobs = new ZendeskJobs(this);
    private final ZendeskTickets tickets = new ZendeskTickets(this);
    private final ZendeskExports exports = new ZendeskExports(this);
    private long lastId = 900_000_000_000L;

    ZendeskSim(int port, Clock clock) {
        super("zendesk", port, clock, VendorCalls.ZENDESK);
        for (String name : List.of("users", "organizations", "tickets", "events")) {
            tables.put(name, new Table("zendesk-" + name));
        }
    }

    @Override
    List<Table> tables() {
        return List.copyOf(tables.values());
    }

    Table table(String kind) {
        return tables.get(kind);
    }

    /** Leaves the changes of the last minute out of ticket and event exports, as the vendor does. */
    public void hideLastMinute(boolean hidden) {
        exports.hideLastMinute(hidden);
    }

    void loaded() {
        tables.values()
                .forEach(table -> table.ids().forEach(id -> lastId = Math.max(lastId, Long.parseLong(id) + 1_000)));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    long nextId() {
        return ++lastId;
    }

    @Override
    Http.Reply noSuchCall(int status) {
        return error(404, "InvalidEndpoint", "Not found");
    }

    @Override
    Http.Reply unauthorized(Http.Request request) {
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (Sandbox.DEMO_EMAIL + "/token:" + Sandbox.DEMO).getBytes(StandardCharsets.UTF_8));
        return Set.of(basic, "Bearer " + Sandbox.DEMO).contains(request.header("Authorization"))
                ? null
                : Http.Reply.json(401, Table.JSON.createObjectNode().put("error", "Couldn't authenticate you"));
    }

    @Override
    Http.Reply tooMany(boolean saysHowLong) {
        Http.Reply reply = error(429, "TooManyRequests", "Number of allowed API requests per minute exceeded");
        Http.Reply limited = reply.with("x-rate-limit", "700").with("x-rate-limit-remaining", "0");
        return saysHowLong ? limited.with("Retry-After", "1").with("ratelimit-reset", "1") : limited;
    }

    @Override
    Http.Reply refusal(int status) {
        if (status == 400) {
            return error(400, "BadRequest", "The request can't be processed");
        }
        ObjectNode body = Table.JSON.createObjectNode();
        body.putObject("error").put("title", "Forbidden").put("message", "You do not have access to this page.");
        return Http.Reply.json(403, body);
    }

    @Override
    Http.Reply failedJob(Http.Request request) {
        String kind = request.path().replaceFirst("/api/v2/(\\w+)/update_many.json", "$1");
        return tables.containsKey(kind) ? jobs.failing(kind, request.json().path(kind)) : super.failedJob(request);
    }

    static Http.Reply error(int status, String error, String description) {
        return Http.Reply.json(
                status, Table.JSON.createObjectNode().put("error", error).put("description", description));
    }

    static Http.Reply invalid(String field, String detail) {
        ObjectNode body = Table.JSON
                .createObjectNode()
                .put("error", "RecordInvalid")
                .put("description", "Record validation errors");
        body.putObject("details")
                .putArray(field)
                .addObject()
                .put("description", detail)
                .put(
                        "error",
                        detail.contains("taken") || detail.contains("being used") ? "DuplicateValue" : "InvalidValue");
        return Http.Reply.json(422, body);
    }

    @Override
    synchronized Http.Reply answer(Http.Request request) {
        return found(request)
                .with("x-rate-limit", "700")
                .with("x-rate-limit-remaining", "699")
                .with("ratelimit-reset", "60");
    }

    private Http.Reply found(Http.Request request) {
        String path = request.path();
        if (path.startsWith("/api/v2/incremental/")) {
            return exports.answer(path.substring("/api/v2/incremental/".length()), request);
        }
        for (String kind : List.of("users", "organizations", "tickets")) {
            if (path.equals("/api/v2/" + kind + "/show_many.json")) {
                return showMany(kind, request);
            }
            if (path.equals("/api/v2/" + kind + "/update_many.json")) {
                return jobs.start(kind, request.json().path(kind));
            }
            if (path.equals("/api/v2/" + kind + ".json") && request.method().equals("POST")) {
                return create(kind, (ObjectNode) request.json().path(singular(kind)));
            }
        }
        if (path.startsWith("/api/v2/job_statuses/")) {
            return jobs.status(path.substring("/api/v2/job_statuses/".length()).replace(".json", ""));
        }
        if (path.equals("/api/v2/organization_memberships.json")) {
            return users.addMembership(request.json().path("organization_membership"));
        }
        Matcher deleted = DELETED_TICKET.matcher(path);
        if (deleted.matches()) {
            return tickets.deleted(deleted.group(1), request);
        }
        Matcher address = ADDRESS.matcher(path);
        return address.matches() ? record(address, request) : error(404, "InvalidEndpoint", "Not found");
    }

    static String singular(String kind) {
        return kind.substring(0, kind.length() - 1);
    }

    private Http.Reply record(Matcher address, Http.Request request) {
        String kind = address.group(1);
        String id = address.group(2);
        Table table = tables.get(kind);
        Table.Row row = table == null ? null : table.get(id).orElse(null);
        if (row == null || ZendeskTickets.isDeleted(kind, row)) {
            return error(404, "RecordNotFound", "Not found");
        }
        if (address.group(3) != null) {
            return users.part(row, address, request);
        }
        return switch (request.method()) {
            case "GET" -> Http.Reply.json(200, wrapped(kind, row.json()));
            case "PUT" -> change(kind, row, request.json().path(singular(kind)), true);
            case "DELETE" -> delete(kind, row);
            default -> error(404, "InvalidEndpoint", "Not found");
        };
    }

    private static ObjectNode wrapped(String kind, ObjectNode record) {
        ObjectNode body = Table.JSON.createObjectNode();
        body.set(singular(kind), shown(record));
        return body;
    }

    /** Without what only the simulator needs. */
    static ObjectNode shown(ObjectNode record) {
        record.remove(List.of("_identities", "_memberships"));
        return record;
    }

    private Http.Reply create(String kind, ObjectNode draft) {
        Http.Reply taken = unique.refusal(kind, draft, "");
        if (taken != null) {
            return taken;
        }
        String id = String.valueOf(nextId());
        ObjectNode record = draft.deepCopy().put("id", Long.parseLong(id)).put("created_at", now().toString());
        if (kind.equals("users")) {
            users.prepare(record);
        }
        if (kind.equals("tickets")) {
            ZendeskTickets.complete(record);
        }
        store(kind, id, record);
        return Http.Reply.json(201, wrapped(kind, record));
    }

    void store(String kind, String id, ObjectNode record) {
        Instant now = now();
        record.put("updated_at", now.toString());
        if (kind.equals("tickets")) {
            record.put("generated_timestamp", now.getEpochSecond());
        }
        tables.get(kind).put(id, record, now);
    }

    /**
     * Changes a record as {@code PUT} does.
     *
     * @param single a user's email and organization mean something else there than in bulk
     */
    Http.Reply change(String kind, Table.Row row, JsonNode draft, boolean single) {
        ObjectNode record = row.json();
        if (kind.equals("tickets") && record.path("status").asText().equals("closed")) {
            return invalid("status", "Status: closed prevents ticket update");
        }
        if (draft.path("safe_update").asBoolean()
                && !draft.path("updated_stamp")
                        .asText()
                        .equals(record.path("updated_at").asText())) {
            return error(409, "UpdateConflict", "Safe Update prevented the update due to outdated ticket data");
        }
        Http.Reply taken = unique.refusal(kind, draft, row.id());
        if (taken != null) {
            return taken;
        }
        ObjectNode changes = draft.deepCopy();
        changes.remove(List.of("id", "safe_update", "updated_stamp", "comment"));
        if (kind.equals("users") && single) {
            users.change(record, changes);
        }
        changes.properties().forEach(e -> record.set(e.getKey(), e.getValue()));
        if (kind.equals("tickets")) {
            ZendeskTickets.complete(record);
        }
        store(kind, row.id(), record);
        ObjectNode body = wrapped(kind, record);
        if (draft.has("comment")) {
            body.putObject("audit").putArray("events").add(tickets.comment(row.id(), draft.path("comment")));
        }
        return Http.Reply.json(200, body);
    }

    private Http.Reply delete(String kind, Table.Row row) {
        ObjectNode record = row.json();
        switch (kind) {
            case "users" -> record.put("active", false);
            case "organizations" -> record.put("deleted_at", now().toString());
            default -> record.put("status", "deleted");
        }
        store(kind, row.id(), record);
        return Http.Reply.none(204);
    }

    private Http.Reply showMany(String kind, Http.Request request) {
        String[] ids = request.query().getOrDefault("ids", "").split(",");
        if (ids.length > 100) {
            return error(400, "TooManyValues", "at most 100 ids");
        }
        ArrayNode records = Table.JSON.createArrayNode();
        for (String id : ids) {
            tables.get(kind).seen(id).ifPresent(row -> {
                ObjectNode record = shown(row.json());
                record.remove("generated_timestamp");
                records.add(record);
            });
        }
        ObjectNode body = Table.JSON.createObjectNode();
        body.set(kind, records);
        return Http.Reply.json(200, body.put("count", records.size()).putNull("next_page"));
    }
}
