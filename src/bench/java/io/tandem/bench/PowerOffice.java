package io.tandem.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** PowerOffice's sign-in, and its lists of customers (v2) and contact persons (v1): half of the users are in each. */
final class PowerOffice implements FastServers.Api {

    static final int PARTIES = 100;
    private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");

    private final RecordList customers = new RecordList();
    private final RecordList contacts = new RecordList();

    /** Every second user is a contact person, the others are person customers. */
    void fill(int users) {
        for (int number = 0; number < users; number++) {
            Instant at = BEGINNING.plusSeconds(number);
            if (number % 2 == 0) {
                contacts.put(1 + number, at.toEpochMilli(), contact(number, at));
            } else {
                customers.put(1 + number, at.toEpochMilli(), customer(number, at));
            }
        }
    }

    private static ObjectNode contact(int number, Instant at) {
        return RecordList.JSON
                .createObjectNode()
                .put("id", 1 + number)
                .put("emailAddress", Zendesk.email(number))
                .put("partyId", 1 + number % PARTIES)
                .put("partyCustomerCode", 10_000 + number % PARTIES)
                .putNull("partySupplierCode")
                .put("firstName", "Person")
                .put("lastName", "Number " + number)
                .put("phoneNumber", "+45 33 " + number)
                .put("isActive", true)
                .put("residentialAddress", "Nygade " + number)
                .put("lastChanged", at.toString());
    }

    private static ObjectNode customer(int number, Instant at) {
        return RecordList.JSON
                .createObjectNode()
                .put("Id", 1 + number)
                .put("Number", 10_000 + number)
                .put("IsPerson", true)
                .put("Name", "Person Number " + number)
                .put("FirstName", "Person")
                .put("LastName", "Number " + number)
                .put("EmailAddress", Zendesk.email(number))
                .put("PhoneNumber", "+45 33 " + number)
                .put("IsActive", true)
                .put("IsArchived", false)
                .put("CustomerCreatedDateTimeOffset", at.toString())
                .put("LastChangedDateTimeOffset", at.toString());
    }

    @Override
    public FastServers.Reply answer(FastServers.Request request) {
        return switch (request.path()) {
            case "/OAuth/Token" ->
                new FastServers.Reply(
                        200,
                        "{\"access_token\":\"bench\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                                .getBytes(StandardCharsets.UTF_8));
            case "/v2/Customers" -> customers(request);
            case "/PartyContactPerson/" -> contacts(request);
            default -> null;
        };
    }

    private FastServers.Reply customers(FastServers.Request request) {
        int size = request.number("PageSize", 100);
        String since = request.query().get("lastChangedDateTimeOffsetGreaterThan");
        int from = (request.number("PageNumber", 1) - 1) * size;
        RecordList.Page page = since == null
                ? customers.listed(from, size)
                : customers.page(customers.since(moment(since) + 1) + from, size);
        return FastServers.list("[", page.records(), "]");
    }

    private FastServers.Reply contacts(FastServers.Request request) {
        int size = request.number("$top", 100);
        int skip = request.number("$skip", 0);
        String filter = request.query().get("$filter");
        int first = filter == null ? 0 : contacts.since(moment(filter.replaceAll(".*'(.*)'.*", "$1")));
        RecordList.Page page = filter == null ? contacts.listed(skip, size) : contacts.page(first + skip, size);
        int count = filter == null ? contacts.size() : skip + page.records().size() + (page.more() ? size : 0);
        return FastServers.list("{\"success\":true,\"count\":" + count + ",\"data\":[", page.records(), "]}");
    }

    private static long moment(String text) {
        return java.time.OffsetDateTime.parse(text.replace(' ', '+'))
                .toInstant()
                .toEpochMilli();
    }
}
