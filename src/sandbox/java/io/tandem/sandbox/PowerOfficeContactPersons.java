package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Contact persons as v2 shows them: the same records as v1's, in other words. */
final class PowerOfficeContactPersons {

    private static final String BASE = "/v2/ContactPersons";
    private static final Map<String, String> V1_NAMES = new TreeMap<>(Map.of(
            "Id", "id",
            "ContactId", "partyId",
            "EmailAddress", "emailAddress",
            "FirstName", "firstName",
            "LastName", "lastName",
            "PhoneNumber", "phoneNumber"));
    private static final Set<String> READ_ONLY = Set.of("Id", "ContactId", "LastChangedDateTimeOffset");

    private final PowerOfficeSim powerOffice;

    PowerOfficeContactPersons(PowerOfficeSim powerOffice) {
        this.powerOffice = powerOffice;
    }

    Http.Reply answer(Http.Request request) {
        if (request.path().equals(BASE)) {
            return PowerOfficeSim.listed(powerOffice.contacts, request, PowerOfficeContactPersons::shown);
        }
        String[] partyAndId = request.path().substring(BASE.length() + 1).split("/");
        Table.Row row = powerOffice
                .contacts
                .get(partyAndId[1])
                .filter(found -> found.json().path("partyId").asText().equals(partyAndId[0]))
                .orElse(null);
        if (row == null) {
            return PowerOfficeSim.problem(404, "Not Found");
        }
        return switch (request.method()) {
            case "GET" -> Http.Reply.json(200, shown(row.json()));
            case "PATCH" -> patch(row, request);
            case "DELETE" -> {
                powerOffice.contacts.vanish(row.id());
                yield Http.Reply.none(204);
            }
            default -> PowerOfficeSim.problem(405, "Method Not Allowed");
        };
    }

    private Http.Reply patch(Table.Row row, Http.Request request) {
        ObjectNode contact = shown(row.json());
        Http.Reply refused = JsonPatch.apply(request, contact, READ_ONLY);
        if (refused != null) {
            return refused;
        }
        ObjectNode record = row.json();
        V1_NAMES.forEach((name, v1Name) -> record.set(v1Name, contact.path(name)));
        powerOffice.store(powerOffice.contacts, row.id(), record);
        return Http.Reply.json(200, shown(record));
    }

    private static ObjectNode shown(ObjectNode record) {
        ObjectNode contact = Table.JSON.createObjectNode();
        V1_NAMES.forEach((name, v1Name) -> contact.set(name, record.get(v1Name)));
        return contact.put(
                "LastChangedDateTimeOffset", record.path("lastChanged").asText().replace(" ", ""));
    }
}
