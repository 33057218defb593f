package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.sandbox.SalesforceFields.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Salesforce: queries, locators, collections of records, with their oddities. */
public final class SalesforceSim extends SandboxSystem {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);
    final Map<String, Table> tables = new TreeMap<>();
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    /** What is left of a query, and the session that asked it. */
    private record Rest(List<ObjectNode> rows, String session) {}

    private final Map<String, Rest> locators = new ConcurrentHashMap<>();
    private volatile boolean divisions = true;
    private volatile int pageSize = 2_000;
    private int counter;

    SalesforceSim(int port, Clock clock) {
        super("salesforce", port, clock, VendorCalls.SALESFORCE);
        SalesforceFields.objects().forEach(name -> tables.put(name, new Table("salesforce-" + name)));
    }

    @Override
    List<Table> tables() {
        return List.copyOf(tables.values());
    }

    /** Whether the org has divisions switched on. */
    public void divisions(boolean on) {
        divisions = on;
    }

    public void pageSize(int records) {
        pageSize = records;
    }

    /** Their locators end with them. */
    @Override
    public void endSessions() {
        tokens.clear();
    }

    @Override
    Http.Reply noSuchCall(int status) {
        return error(status, "NOT_FOUND", "The requested resource does not exist");
    }

    static Http.Reply error(int status, String code, String message) {
        ArrayNode body = Table.JSON.createArrayNode();
        body.addObject().put("message", message).put("errorCode", code);
        return Http.Reply.json(status, body);
    }

    @Override
    Http.Reply unauthorized(Http.Request request) {
        if (request.path().equals("/services/oauth2/token")) {
            return null;
        }
        String token = request.header("Authorization").replace("Bearer ", "");
        boolean good = token.equals(Sandbox.DEMO)
                || tokens.getOrDefault(token, Instant.EPOCH).isAfter(clock.instant());
        return good ? null : sessionIsOver();
    }

    private static Http.Reply sessionIsOver() {
        return error(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }

    @Override
    Http.Reply tooMany(boolean saysHowLong) {
        return error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }

    @Override
    Http.Reply busy() {
        return error(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
    }

    @Override
    Http.Reply refusal(int status) {
        return status == 403
                ? error(403, "INSUFFICIENT_ACCESS", "insufficient access rights on cross-reference id")
                : error(400, "INVALID_INPUT", "the request can't be processed");
    }

    @Override
    synchronized Http.Reply answer(Http.Request request) {
        if (request.path().equals("/services/oauth2/token")) {
            return token(request.form());
        }
        String path = request.path().replaceFirst("^/services/data/v\\d+\\.\\d", "");
        return call(path, request).with("Sforce-Limit-Info", "api-usage=" + ++counter % 15_000 + "/15000");
    }

    private Http.Reply token(Map<String, String> form) {
        if (!form.getOrDefault("client_id", "").equals(Sandbox.DEMO)
                || !form.getOrDefault("client_secret", "").equals(Sandbox.DEMO)) {
            return Http.Reply.json(
                    400,
                    Table.JSON
                            .createObjectNode()
                            .put("error", "invalid_client")
                            .put("error_description", "invalid client credentials"));
        }
        String token = "session-" + Long.toHexString(System.nanoTime());
        tokens.put(token, clock.instant().plus(Duration.ofHours(2)));
        return Http.Reply.json(
                200,
                Table.JSON
                        .createObjectNode()
                        .put("access_token", token)
                        .put("instance_url", url())
                        .put("token_type", "Bearer"));
    }

    private Http.Reply call(String path, Http.Request request) {
        if (path.equals("/queryAll")) {
            return query(request.query().getOrDefault("q", ""), request.header("Authorization"));
        }
        if (path.startsWith("/query/")) {
            Rest rest = locators.remove(path.substring("/query/".length()));
            if (rest == null) {
                return error(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
            }
            String session = request.header("Authorization");
            return rest.session().equals(session) ? page(rest.rows(), session) : sessionIsOver();
        }
        if (path.equals("/composite/sobjects") && request.method().equals("PATCH")) {
            return updateMany(request.json());
        }
        Matcher one = Pattern.compile("/sobjects/(\\w+)(?:/(\\w+))?").matcher(path);
        return one.matches() && tables.containsKey(one.group(1))
                ? single(one.group(1), one.group(2), request)
                : error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private Http.Reply query(String text, String session) {
        Soql soql = Soql.parsed(text);
        if (soql == null) {
            return error(400, "MALFORMED_QUERY", "unexpected token");
        }
        if (!tables.containsKey(soql.object()) || isOff(soql.object())) {
            return error(400, "INVALID_TYPE", "sObject type is not supported");
        }
        if (!SalesforceFields.known(soql.object(), soql.allFields())) {
            return error(400, "INVALID_FIELD", "No such column on entity");
        }
        Table table = tables.get(soql.object());
        return page(
                soql.rows(table).stream().map(row -> soql.selected(row.json())).toList(), session);
    }

    private boolean isOff(String object) {
        return object.equals("Division") && !divisions;
    }

    private Http.Reply page(List<ObjectNode> rows, String session) {
        ObjectNode body = Table.JSON.createObjectNode().put("totalSize", rows.size());
        ArrayNode records = body.putArray("records");
        rows.stream().limit(pageSize).forEach(records::add);
        boolean done = rows.size() <= pageSize;
        body.put("done", done);
        if (!done) {
            String locator = "01g" + Long.toHexString(System.nanoTime());
            locators.put(locator, new Rest(rows.subList(pageSize, rows.size()), session));
            body.put("nextRecordsUrl", "/services/data/v62.0/query/" + locator);
        }
        return Http.Reply.json(200, body);
    }

    private Http.Reply updateMany(JsonNode request) {
        JsonNode records = request.path("records");
        if (!records.isArray() || records.size() > 200) {
            return error(400, "INVALID_INPUT", "1 to 200 records");
        }
        ArrayNode results = Table.JSON.createArrayNode();
        for (JsonNode record : records) {
            Problem problem = update(
                    record.path("attributes").path("type").asText(),
                    record.path("id").asText(),
                    record);
            ObjectNode result =
                    results.addObject().put("id", record.path("id").asText()).put("success", problem == null);
            ArrayNode errors = result.putArray("errors");
            if (problem != null) {
                errors.addObject()
                        .put("statusCode", problem.code())
                        .put("message", problem.message())
                        .putArray("fields");
            }
        }
        return Http.Reply.json(200, results);
    }

    /** @return what is wrong; null if it is done */
    private Problem update(String object, String id, JsonNode changes) {
        if (!tables.containsKey(object) || isOff(object)) {
            return new Problem("INVALID_TYPE", "sObject type is not supported");
        }
        Table.Row row = found(object, id);
        if (row == null) {
            return new Problem("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        ObjectNode record = row.json();
        if (record.path("IsDeleted").asBoolean()) {
            return new Problem("ENTITY_IS_DELETED", "entity is deleted");
        }
        ObjectNode wanted = changes.deepCopy();
        wanted.remove(List.of("attributes", "id"));
        Problem problem = SalesforceFields.problem(object, wanted);
        if (problem == null) {
            record.setAll(wanted);
            store(object, row.id(), record);
        }
        return problem;
    }

    /** The record with this id of 18 characters, or of its first 15. */
    private Table.Row found(String object, String id) {
        Table table = tables.get(object);
        return table.get(id)
                .or(() -> table.ids().stream()
                        .filter(full -> id.length() == 15 && full.startsWith(id))
                        .findFirst()
                        .flatMap(table::get))
                .orElse(null);
    }

    void store(String object, String id, ObjectNode record) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        tables.get(object).put(id, record.put("Id", id).put("SystemModstamp", STAMP.format(now)), now);
    }

    private Http.Reply single(String object, String id, Http.Request request) {
        if (id == null && request.method().equals("POST")) {
            String created = "00T"
                    + String.format(
                            Locale.ROOT, "%015d", 500_000 + tables.get(object).last());
            store(object, created, ((ObjectNode) request.json()).put("IsDeleted", false));
            return Http.Reply.json(
                    201, Table.JSON.createObjectNode().put("id", created).put("success", true));
        }
        Table.Row row = id == null || isOff(object) ? null : found(object, id);
        boolean deleted = row != null && row.json().path("IsDeleted").asBoolean();
        if (row == null || (deleted && request.method().equals("GET"))) {
            return error(404, "NOT_FOUND", "The requested resource does not exist");
        }
        if (request.method().equals("GET")) {
            return Http.Reply.json(200, row.json());
        }
        if (request.method().equals("DELETE")) {
            return delete(object, row, deleted);
        }
        Problem problem = update(object, id, request.json());
        return problem == null ? Http.Reply.none(204) : error(400, problem.code(), problem.message());
    }

    /** Only tasks can be deleted. */
    private Http.Reply delete(String object, Table.Row row, boolean deleted) {
        if (!object.equals("Task") || deleted) {
            return deleted
                    ? error(404, "ENTITY_IS_DELETED", "entity is deleted")
                    : error(400, "INSUFFICIENT_ACCESS_OR_READONLY", "entity type cannot be deleted");
        }
        store(object, row.id(), row.json().put("IsDeleted", true));
        return Http.Reply.none(204);
    }
}
