package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** JSON Patch (RFC 6902) on the plain properties of a record: {@code test}, {@code add} and {@code replace}. */
final class JsonPatch {

    private JsonPatch() {}

    /** Applies all operations in their order; the refusal of the first that can't be done, else null. */
    static Http.Reply apply(Http.Request request, ObjectNode record, Set<String> readOnly) {
        if (!request.header("Content-Type").startsWith("application/json-patch+json")) {
            return PowerOfficeSim.problem(415, "Unsupported Media Type");
        }
        JsonNode operations = request.json();
        if (!operations.isArray()) {
            return PowerOfficeSim.problem(400, "Bad Request", "A JSON Patch document was expected.");
        }
        for (JsonNode operation : operations) {
            String property = operation.path("path").asText().replaceFirst("^/", "");
            JsonNode value = operation.path("value");
            boolean test = operation.path("op").asText().equals("test");
            if (test && !same(record.path(property), value)) {
                return PowerOfficeSim.problem(
                        400,
                        "Bad Request",
                        "The current value '" + record.path(property).asText() + "' at path '" + property
                                + "' is not equal to the test value '" + value.asText() + "'.");
            }
            if (!test && !Set.of("add", "replace").contains(operation.path("op").asText())) {
                return PowerOfficeSim.problem(400, "Bad Request", "Unknown operation.");
            }
            if (!test && readOnly.contains(property)) {
                return PowerOfficeSim.problem(400, "Bad Request", property + " is read-only.");
            }
            if (!test) {
                record.set(property, value.isMissingNode() ? record.nullNode() : value);
            }
        }
        return null;
    }

    private static boolean same(JsonNode now, JsonNode value) {
        boolean none = value.isNull() || value.isMissingNode();
        return none ? now.isNull() || now.isMissingNode() : value.equals(now);
    }
}
