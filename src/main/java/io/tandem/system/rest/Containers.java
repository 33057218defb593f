package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Values;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Values that stand inside arrays of objects: a path such as {@code Emails.Value} is one of each element. An API takes such
 * an array as a whole, so it is sent as it stands, with the new values in it: other members and elements stay. Pure.
 */
final class Containers {

    /** Before the name of a top member, this asks for the member as it stands, as if it were a property. */
    static final String WHOLE = "/";

    private Containers() {}

    /** The top member that a dotted path leads into; "" for a plain one. */
    static String of(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** Members that have to be looked at before these values are written: an array may stand on the way. */
    static Set<String> toLookAt(Values changes, Values seen, java.util.function.UnaryOperator<String> paths) {
        Set<String> members = new LinkedHashSet<>();
        changes.properties().forEach(name -> {
            JsonNode before = seen.get(name);
            boolean leadsThroughObjects = !Values.isEmpty(before) && !before.isArray();
            String member = of(paths.apply(name));
            if (!member.isEmpty() && !leadsThroughObjects) {
                members.add(WHOLE + member);
            }
        });
        return members;
    }

    /** Whether an array stands on the way, before the last name of the path. */
    static boolean holdsArray(JsonNode container, String rest) {
        if (container.isArray()) {
            return true;
        }
        int dot = rest.indexOf('.');
        return dot >= 0
                && container.isObject()
                && holdsArray(container.path(rest.substring(0, dot)), rest.substring(dot + 1));
    }

    /**
     * Puts a value into a container, at the path behind its name. A list gives each element of an array its own value.
     *
     * @return false if an array doesn't have one element for each value: nothing says where they belong
     */
    static boolean put(JsonNode container, String rest, JsonNode value) {
        int dot = rest.indexOf('.');
        String name = dot < 0 ? rest : rest.substring(0, dot);
        if (container instanceof ArrayNode array) {
            return name.matches("\\d{1,4}")
                    ? putAt(array, name, dot < 0 ? "" : rest.substring(dot + 1), value)
                    : putEach(array, rest, value);
        }
        if (!(container instanceof ObjectNode object)) {
            return false;
        }
        if (dot < 0) {
            object.set(name, value);
            return true;
        }
        JsonNode inner = object.path(name);
        return put(inner.isContainerNode() ? inner : object.putObject(name), rest.substring(dot + 1), value);
    }

    private static boolean putAt(ArrayNode array, String index, String rest, JsonNode value) {
        int at = Integer.parseInt(index);
        if (at >= array.size()) {
            return false;
        }
        if (rest.isEmpty()) {
            array.set(at, value);
            return true;
        }
        return put(array.get(at), rest, value);
    }

    private static boolean putEach(ArrayNode array, String rest, JsonNode value) {
        boolean clears = Values.isEmpty(value);
        boolean single = !clears && !value.isArray() && array.size() == 1;
        if (!clears && !single && value.size() != array.size()) {
            return false;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode own = clears ? NullNode.instance : single ? value : value.get(i);
            if (!put(array.get(i), rest, own)) {
                return false;
            }
        }
        return !array.isEmpty();
    }
}
