package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Dotted paths into JSON: {@code a.b}, {@code errors.0.code}; a path through an array of objects makes a list. A name
 * can have dots of its own, as {@code @odata.nextLink}: it counts where no shorter one is there.
 */
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
        if (node.isObject() && !path.isEmpty() && path.indexOf('.') < 0) {
            return node.path(path);
        }
        JsonNode now = node;
        String rest = path;
        while (!rest.isEmpty()) {
            String name = rest.substring(0, endOfName(now, rest));
            rest = behind(name, rest);
            if (now.isArray() && !name.matches("\\d+")) {
                return collect(now, rest.isEmpty() ? name : name + "." + rest);
            }
            now = now.isArray() ? now.path(Integer.parseInt(name)) : now.path(name);
        }
        return now;
    }

    private static int endOfName(JsonNode node, String path) {
        int first = endOfName(path, 0);
        for (int end = first; node.isObject() && end <= path.length(); end = endOfName(path, end + 1)) {
            if (node.has(path.substring(0, end))) {
                return end;
            }
        }
        return first;
    }

    /** Up to the next dot, or to the path's end. */
    private static int endOfName(String path, int from) {
        int dot = path.indexOf('.', from);
        return from > path.length() ? from : dot < 0 ? path.length() : dot;
    }

    private static String behind(String name, String path) {
        return path.substring(Math.min(path.length(), name.length() + 1));
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
        String name = path.substring(0, endOfName(path, 0));
        List<JsonNode> found = new ArrayList<>();
        if (node.isArray() && name.matches("\\d{1,4}")) {
            found.addAll(anyCase(node.path(Integer.parseInt(name)), behind(name, path)));
        } else if (node.isArray()) {
            node.forEach(item -> found.addAll(anyCase(item, path)));
        } else {
            for (int end = name.length(); end <= path.length() && found.isEmpty(); end = endOfName(path, end + 1)) {
                String wanted = path.substring(0, end);
                node.properties().stream()
                        .filter(member -> wanted.equals("*") || member.getKey().equalsIgnoreCase(wanted))
                        .forEach(member -> found.addAll(anyCase(member.getValue(), behind(wanted, path))));
            }
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
