package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PowerOffice Go: v2 for customers, v1 (below {@code /v1}) for contact persons, with their oddities. */
public final class PowerOfficeSim extends SandboxSystem {

    private static final DateTimeFormatter V1_STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss' +00:00'").withZone(ZoneOffset.UTC);
    private static final Set<String> READ_ONLY = Set.of("Id", "LastChangedDateTimeOffset");
    private static final Pattern SINCE = Pattern.compile("\\(LastChanged ge datetimeoffset'([^']+)'\\)");
    private static final Pattern BY_ID = Pattern.compile("\\(Id eq (\\d+)\\)");

    final Table customers = new Table("powerofficego-customers");
    final Table contacts = new Table("powerofficego-contacts");
    final Table suppliers = new Table("powerofficego-suppliers");
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final PowerOfficeContactPersons contactPersons = new PowerOfficeContactPersons(this);

    PowerOfficeSim(int port, Clock clock) {
        super("powerofficego", port, clock, VendorCalls.POWEROFFICE);
    }

    @Override
    List<Table> tables() {
        return List.of(customers, contacts, suppliers);
    }

    @Override
    public void endSessions() {
        tokens.clear();
    }

    @Override
    Http.Reply noSuchCall(int status) {
        return problem(status, status == 405 ? "Method Not Allowed" : "Not Found");
    }

    @Override
    Http.Reply unauthorized(Http.Request request) {
        if (request.path().endsWith("/OAuth/Token")) {
            return null;
        }
        String token = request.header("Authorization").replace("Bearer ", "");
        boolean demo = token.equals(Sandbox.DEMO);
        boolean keyed = demo
                || !request.path().startsWith("/v2/")
                || request.header("Ocp-Apim-Subscription-Key").equals(Sandbox.DEMO);
        boolean good = demo || tokens.getOrDefault(token, Instant.EPOCH).isAfter(clock.instant());
        return !keyed
                ? gateway(
                        401,
                        "Access denied due to missing subscription key. Make sure to include subscription key when"
                                + " making requests to an API.")
                : good ? null : problem(401, "Unauthorized");
    }

    /** What stands in front of v2 says it in its own way. */
    private static Http.Reply gateway(int status, String message) {
        return Http.Reply.json(
                status, Table.JSON.createObjectNode().put("statusCode", status).put("message", message));
    }

    @Override
    Http.Reply quota() {
        return gateway(403, "Out of call volume quota. Quota will be replenished in 02:13:53.");
    }

    @Override
    Http.Reply refusal(int status) {
        return status == 403
                ? problem(403, "Forbidden", "The client has no access to this resource.")
                : problem(400, "Bad Request", "The request can't be processed.");
    }

    static Http.Reply problem(int status, String title) {
        return problem(status, title, title + ".");
    }

    /** ProblemDetails as v2 writes them. */
    static Http.Reply problem(int status, String title, String detail) {
        return Http.Reply.json(
                status,
                Table.JSON
                        .createObjectNode()
                        .put("Type", "about:blank")
                        .put("Title", title)
                        .put("Status", status)
                        .put("Detail", detail));
    }

    /** v1 leaves properties without a value out. */
    private static ObjectNode withoutNulls(ObjectNode record) {
        ObjectNode shown = Table.JSON.createObjectNode();
        record.properties().stream()
                .filter(property -> !property.getValue().isNull())
                .forEach(property -> shown.set(property.getKey(), property.getValue()));
        return shown;
    }

    /** v1 says what is wrong with 200. */
    private static Http.Reply v1Problem(String summary) {
        ObjectNode body = Table.JSON.createObjectNode().put("success", false);
        body.putObject("validation").put("summary", summary);
        return Http.Reply.json(200, body);
    }

    @Override
    Http.Reply tooMany(boolean saysHowLong) {
        return Http.Reply.json(
                429,
                Table.JSON
                        .createObjectNode()
                        .put("statusCode", "429")
                        .put("message", "Rate limit is exceeded. Try again in 1 seconds."));
    }

    @Override
    synchronized Http.Reply answer(Http.Request request) {
        String path = request.path();
        if (path.endsWith("/OAuth/Token")) {
            return token(request);
        }
        if (path.startsWith("/_sandbox/") && request.method().equals("POST")) {
            return byPerson(path.substring("/_sandbox/".length()), (ObjectNode) request.json());
        }
        if (path.equals("/v2/Customers")) {
            return listCustomers(request);
        }
        if (path.startsWith("/v2/Customers/")) {
            return customer(path.substring("/v2/Customers/".length()), request);
        }
        if (path.equals("/v2/ContactPersons") || path.startsWith("/v2/ContactPersons/")) {
            return contactPersons.answer(request);
        }
        if (path.equals("/v1/PartyContactPerson/")) {
            return listContacts(request);
        }
        Matcher upsert =
                Pattern.compile("/v1/(Customer|Supplier)/(\\d+)/Contact/").matcher(path);
        return upsert.matches() && request.method().equals("POST")
                ? upsert(upsert.group(1), upsert.group(2), request.json())
                : problem(404, "Not Found");
    }

    private Http.Reply token(Http.Request request) {
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((Sandbox.DEMO + ":" + Sandbox.DEMO).getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").equals(basic)) {
            return Http.Reply.json(
                    400,
                    Table.JSON
                            .createObjectNode()
                            .put("error", "invalid_client")
                            .put("error_description", "The application or client key is not valid"));
        }
        String token = "token-" + Long.toHexString(System.nanoTime());
        tokens.put(token, clock.instant().plus(Duration.ofMinutes(20)));
        return Http.Reply.json(
                200,
                Table.JSON
                        .createObjectNode()
                        .put("access_token", token)
                        .put("token_type", "bearer")
                        .put("expires_in", 1200));
    }

    /** What a person does in the vendor's own user interface: add a contact, a customer or a supplier. */
    private Http.Reply byPerson(String kind, ObjectNode record) {
        Table table = kind.equals("contacts") ? contacts : kind.equals("customers") ? customers : suppliers;
        store(table, record.path(table == contacts ? "id" : "Id").asText(), record);
        return Http.Reply.json(201, record);
    }

    private Http.Reply listCustomers(Http.Request request) {
        return listed(customers, request, json -> json);
    }

    /** A v2 listing: later than, not at, the moment asked for; 204 for an empty page. */
    static Http.Reply listed(Table table, Http.Request request, UnaryOperator<ObjectNode> view) {
        String filter = request.query().get("lastChangedDateTimeOffsetGreaterThan");
        Instant since =
                filter == null ? Instant.EPOCH : OffsetDateTime.parse(filter).toInstant();
        int size = Math.min(request.number("PageSize", 100), 5_000);
        long skip = (request.number("PageNumber", 1) - 1L) * size;
        ArrayNode page = Table.JSON.createArrayNode();
        table.since(since).stream()
                .filter(id -> table.updated(id).isAfter(since))
                .sorted(Comparator.comparingLong(Long::parseLong))
                .skip(skip)
                .limit(size)
                .forEach(id -> page.add(view.apply(table.seen(id).orElseThrow().json())));
        return page.isEmpty() ? Http.Reply.none(204) : Http.Reply.json(200, page);
    }

    private Http.Reply customer(String id, Http.Request request) {
        Table.Row row = customers.get(id).orElse(null);
        if (row == null) {
            return problem(404, "Not Found");
        }
        return switch (request.method()) {
            case "GET" -> Http.Reply.json(200, row.json());
            case "PATCH" -> patch(row, request);
            case "DELETE" -> {
                customers.vanish(id);
                yield Http.Reply.none(204);
            }
            default -> problem(405, "Method Not Allowed");
        };
    }

    private Http.Reply patch(Table.Row row, Http.Request request) {
        ObjectNode record = row.json();
        Http.Reply refused = JsonPatch.apply(request, record, READ_ONLY);
        if (refused != null) {
            return refused;
        }
        store(customers, row.id(), record);
        return Http.Reply.json(200, record);
    }

    void store(Table table, String id, ObjectNode record) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (table == contacts) {
            record.put("lastChanged", V1_STAMP.format(now));
        } else {
            record.put(
                    "LastChangedDateTimeOffset",
                    now.atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        }
        table.put(id, record, now);
    }

    private Http.Reply listContacts(Http.Request request) {
        String filter = request.query().getOrDefault("$filter", "");
        Matcher since = SINCE.matcher(filter);
        Matcher one = BY_ID.matcher(filter);
        if (!filter.isEmpty() && !since.matches() && !one.matches()) {
            return v1Problem("The filter was not understood");
        }
        Instant from = since.matches() ? OffsetDateTime.parse(since.group(1)).toInstant() : Instant.EPOCH;
        List<String> ids = one.matches()
                ? contacts.seen(one.group(1)).map(row -> List.of(row.id())).orElse(List.of())
                : contacts.since(from).stream()
                        .sorted(Comparator.comparingLong(Long::parseLong))
                        .toList();
        ObjectNode body = Table.JSON.createObjectNode().put("success", true);
        ArrayNode data = body.putArray("data");
        ids.stream()
                .skip(request.number("$skip", 0))
                .limit(request.number("$top", 100))
                .forEach(id ->
                        data.add(withoutNulls(contacts.seen(id).orElseThrow().json())));
        return Http.Reply.json(200, body.put("count", ids.size()));
    }

    private Http.Reply upsert(String kind, String party, JsonNode draft) {
        Table parties = kind.equals("Customer") ? customers : suppliers;
        if (parties.get(party).isEmpty()) {
            return v1Problem(kind + " was not found");
        }
        Table.Row row = contacts.get(draft.path("id").asText()).orElse(null);
        if (row == null) {
            return v1Problem("Contact was not found");
        }
        ObjectNode record = row.json().put("partyId", Long.parseLong(party));
        draft.properties().forEach(e -> record.set(e.getKey(), e.getValue()));
        record.put("partyCustomerCode", kind.equals("Customer") ? Long.valueOf(party) : null);
        record.put("partySupplierCode", kind.equals("Supplier") ? Long.valueOf(party) : null);
        store(contacts, row.id(), record);
        ObjectNode body = Table.JSON.createObjectNode().put("success", true);
        body.set("data", withoutNulls(record));
        return Http.Reply.json(200, body);
    }
}
