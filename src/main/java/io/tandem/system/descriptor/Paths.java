package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Dotted paths into JSON: {@code a.b}, {@code errors.0.code}; a path through an array of objects makes a list. */
public final class Paths {

    /** Before the name of a header, in the place of a path. */
    private static final String HEADER = "header ";

    private Paths() {}

    /** Whether a path names a header of the answer instead. */
    public static boolean isHeader(String path) {
        return path.startsWith(HEADER);
    }

    /** The header that a path names, in lower case. */
    public static String header(String path) {
        return path.substring(HEADER.length()).strip().toLowerCase(Locale.ROOT);
    }

    /** The value at a path, or a missing node; the empty path is the node itself. */
    public static JsonNode at(JsonNode node, String path) {
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

    /**
     * All texts that an error has at a path: names fit in any letter case, {@code *} is every member of an object, and lists
     * give their items' texts.
     */
    public static List<String> texts(JsonNode node, String path) {
        List<String> found = new ArrayList<>();
        anyCase(node, path).forEach(value -> scalars(value, found));
        return found;
    }

    private static void scalars(JsonNode value, List<String> found) {
        if (value.isArray()) {
            value.forEach(item -> scalars(item, found));
        } else if (value.isValueNode() && !text(value, "").isBlank()) {
            found.add(text(value, ""));
        }
    }

    /** The values at a path whose names fit in any letter case. */
    public static List<JsonNode> anyCase(JsonNode node, String path) {
        if (path.isEmpty()) {
            return node.isMissingNode() || node.isNull() ? List.of() : List.of(node);
        }
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        String rest = dot < 0 ? "" : path.substring(dot + 1);
        List<JsonNode> found = new ArrayList<>();
        if (node.isArray() && name.matches("\\d{1,4}")) {
            found.addAll(anyCase(node.path(Integer.parseInt(name)), rest));
        } else if (node.isArray()) {
            node.forEach(item -> found.addAll(anyCase(item, path)));
        } else {
            node.properties().stream()
                    .filter(member -> name.equals("*") || member.getKey().equalsIgnoreCase(name))
                    .forEach(member -> found.addAll(anyCase(member.getValue(), rest)));
        }
        return found;
    }

    /** The text at a path; "" if there is none. */
    public static String text(JsonNode node, String path) {
        JsonNode value = at(node, path);
        return value.isNumber()
                ? Values.text(value)
                : value.isValueNode() ? value.asText("") : value.isMissingNode() ? "" : value.toString();
    }
}
