package io.tandem.flows;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Person;

/** A CustomPMS collection, seen by the origin of its records. */
record PmsCollection(String name, String origin, String property) {

    private JsonNode record(Person person, String sourceId) {
        return person.pms("GET", name + "?external_refs=" + origin + "/" + sourceId, null)
                .path("items")
                .path(0);
    }

    String value(Person person, String sourceId) {
        return record(person, sourceId).path(property).asText(null);
    }

    void edit(Person person, String sourceId, String value) {
        String id = record(person, sourceId).path("id").asText();
        person.pms("PATCH", name + "/" + id, "{\"" + property + "\":\"" + value + "\"}");
    }
}
