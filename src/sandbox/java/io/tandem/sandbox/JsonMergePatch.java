package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396. */
final class JsonMergePatch {

    private JsonMergePatch() {}

    /** Objects are merged member by member, null removes, anything else takes the place of what was there. */
    static void apply(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (value.isObject()) {
                ObjectNode inner = target.path(name) instanceof ObjectNode object ? object : target.putObject(name);
                apply(inner, value);
            } else {
                target.set(name, value);
            }
        });
    }
}
