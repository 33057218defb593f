package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    private static final String ELSEWHERE = "https://another-host.example.com";

    final Map<String, Table> tables = new TreeMap<>();
    private final ZendeskUsers users = new ZendeskUsers(this);
    private final ZendeskJobs jobs = new ZendeskJobs(this);
    private long lastId = 900_000_000_000L;

    ZendeskSim(int port, Clock clock) {
        super("zendesk", port, clock);
        for (String name : List.of("users", "organizations", "tickets", "events")) {
            tables.put(name, new Table("zendesk-" + name));
        }
    }

    @Override
    List<Table> tables() {
        return List.copyOf(tables.values());
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
    Http.Reply tooMany(boolean toldHowLong) {
        Http.Reply reply = error(429, "TooManyRequests", "Number of allowed API requests per minute exceeded");
        return toldHowLong ? reply.with("Retry-After", "1") : reply;
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
        return found(request).with("x-rate-limit", "700").with("x-rate-limit-remaining", "699");
    }

    private Http.Reply found(Http.Request request) {
        String path = request.path();
        if (path.startsWith("/api/v2/incremental/")) {
            return export(path.substring("/api/v2/incremental/".length()), request);
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
        if (row == null) {
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
        String taken = taken(kind, draft, "");
        if (taken != null) {
            return invalid(taken, taken + ": is already being used");
        }
        String id = String.valueOf(nextId());
        ObjectNode record = draft.deepCopy().put("id", Long.parseLong(id)).put("created_at", now().toString());
        if (kind.equals("users")) {
            users.prepare(record);
        }
        store(kind, id, record);
        return Http.Reply.json(201, wrapped(kind, record));
    }

    /** The field whose value another record has; null if none. */
    private String taken(String kind, JsonNode draft, String exceptId) {
        if (kind.equals("organizations") && draft.hasNonNull("name")) {
            String name = draft.path("name").asText();
            boolean found = tables.get(kind).ids().stream()
                    .filter(id -> !id.equals(exceptId))
                    .anyMatch(id -> tables.get(kind)
                            .get(id)
                            .orElseThrow()
                            .json()
                            .path("name")
                            .asText()
                            .equalsIgnoreCase(name));
            return found ? "name" : null;
        }
        return kind.equals("users")
                        && draft.hasNonNull("email")
                        && users.taken(draft.path("email").asText(), exceptId)
                ? "email"
                : null;
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
        String taken = taken(kind, draft, row.id());
        if (taken != null) {
            return invalid(taken, taken + ": is already being used");
        }
        ObjectNode changes = draft.deepCopy();
        changes.remove(List.of("id", "safe_update", "updated_stamp", "comment"));
        if (kind.equals("users") && single) {
            users.change(record, changes);
        }
        changes.properties().forEach(e -> record.set(e.getKey(), e.getValue()));
        store(kind, row.id(), record);
        ObjectNode body = wrapped(kind, record);
        if (draft.has("comment")) {
            body.putObject("audit").putArray("events").add(comment(row.id(), draft.path("comment")));
        }
        return Http.Reply.json(200, body);
    }

    /** A comment comes with an update of its ticket, and then stands for ever. */
    private ObjectNode comment(String ticket, JsonNode draft) {
        ObjectNode event = Table.JSON
                .createObjectNode()
                .put("id", nextId())
                .put("ticket_id", Long.parseLong(ticket))
                .put("timestamp", now().getEpochSecond());
        ObjectNode comment = event.putArray("child_events")
                .addObject()
                .put("id", nextId())
                .put("event_type", "Comment")
                .put("body", draft.path("body").asText())
                .put("public", draft.path("public").asBoolean(true));
        tables.get("events").put(event.path("id").asText(), event, now());
        return comment;
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
            tables.get(kind).get(id).ifPresent(row -> {
                ObjectNode record = shown(row.json());
                record.remove("generated_timestamp");
                records.add(record);
            });
        }
        ObjectNode body = Table.JSON.createObjectNode();
        body.set(kind, records);
        return Http.Reply.json(200, body.put("count", records.size()).putNull("next_page"));
    }

    private Http.Reply export(String what, Http.Request request) {
        long start = Long.parseLong(request.query().getOrDefault("start_time", "0"));
        if (start > now().getEpochSecond() - 60) {
            return error(422, "InvalidValue", "start_time must be more than a minute in the past");
        }
        int size = request.number("per_page", 1000);
        return switch (what) {
            case "users/cursor.json" -> byCursor("users", request, size);
            case "tickets/cursor.json" -> byCursor("tickets", request, size);
            case "organizations.json" -> byTime("organizations", "organizations", start, size);
            case "ticket_events.json" -> byTime("events", "ticket_events", start, size);
            default -> error(404, "InvalidEndpoint", "Not found");
        };
    }

    private Http.Reply byCursor(String kind, Http.Request request, int size) {
        String cursor = request.query().get("cursor");
        long after = cursor == null
                ? 0
                : Long.parseLong(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        Instant start = Instant.ofEpochSecond(Long.parseLong(request.query().getOrDefault("start_time", "0")));
        List<Table.Row> rows = tables.get(kind).after(after, size + 1, updated -> !updated.isBefore(start));
        boolean more = rows.size() > size;
        List<Table.Row> page = more ? rows.subList(0, size) : rows;
        long last = page.isEmpty() ? after : page.get(page.size() - 1).sequence();
        String next = Base64.getUrlEncoder().encodeToString(String.valueOf(last).getBytes(StandardCharsets.UTF_8));
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode records = body.putArray(kind);
        page.forEach(row -> records.add(shown(row.json())));
        return Http.Reply.json(
                200,
                body.put("after_cursor", next)
                        .put("after_url", ELSEWHERE + request.path() + "?cursor=" + next)
                        .put("end_of_stream", !more));
    }

    /** A page ends only where the second ends. */
    private Http.Reply byTime(String kind, String name, long start, int size) {
        Table table = tables.get(kind);
        List<String> all = table.since(Instant.ofEpochSecond(start));
        List<String> page = new ArrayList<>(all.subList(0, Math.min(size, all.size())));
        while (!page.isEmpty()
                && page.size() < all.size()
                && table.updated(all.get(page.size())).equals(table.updated(page.get(page.size() - 1)))) {
            page.add(all.get(page.size()));
        }
        long end = page.isEmpty()
                ? start
                : table.updated(page.get(page.size() - 1)).getEpochSecond();
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode records = body.putArray(name);
        page.forEach(id -> records.add(shown(table.get(id).orElseThrow().json())));
        return Http.Reply.json(
                200,
                body.put("end_time", end)
                        .put("count", page.size())
                        .put("next_page", ELSEWHERE + "/api/v2/incremental/" + name + ".json?start_time=" + end)
                        .put("end_of_stream", page.size() == all.size()));
    }
}
