package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.record.Values;

/** Dotted paths into JSON: {@code a.b}, {@code errors.0.code}; a path through an array of objects makes a list. */
final class Paths {

    private Paths() {}

    /** The value at a path, or a missing node; the empty path is the node itself. */
    static JsonNode at(JsonNode node, String path) {
        JsonNode now = node;
        String rest = path;
        while (!rest.isEmpty()) {
            int dot = rest.indexOf('.');
            String name = dot < 0 ? rest : rest.substring(0, dot);
            rest = dot < 0 ? "" : rest.substring(dot + 1);
            if (now.isArray() && !name.matches("\\d+")) {
                return collect(now, rest.isEmpty() ? name : name + "." + rest);
            }
            now = now.isArray() ? now.path(Integer.parseInt(name)) : now.path(name);
        }
        return now;
    }

    private static JsonNode collect(JsonNode array, String path) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        array.forEach(item -> {
            JsonNode value = at(item, path);
            if (!value.isMissingNode() && !value.isNull()) {
                found.add(value);
            }
        });
        return found.isEmpty() ? MissingNode.getInstance() : found;
    }

    /** The text at a path; "" if there is none. */
    static String text(JsonNode node, String path) {
        JsonNode value = at(node, path);
        return value.isNumber()
                ? Values.text(value)
                : value.isValueNode() ? value.asText("") : value.isMissingNode() ? "" : value.toString();
    }
}
