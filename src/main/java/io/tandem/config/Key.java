package io.tandem.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Word;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key of a file: the reader asks it for its value, and the reference and the JSON Schemas are drawn from it, so that
 * name, type, default and meaning stand once.
 *
 * @param form what may stand under it
 * @param otherwise its value where it isn't there; null where that depends, and the reader says it
 * @param required whether its absence is a fault
 * @param lacking what that fault says besides
 * @param meaning for the reference and for editors
 */
public record Key<T>(String name, Form<T> form, T otherwise, boolean required, String lacking, String meaning) {

    private static <T> Key<T> key(String name, Form<T> form, T otherwise, String meaning) {
        return new Key<>(name, form, otherwise, false, "", meaning);
    }

    /** A text; "" if it isn't there. */
    public static Key<String> text(String name, String meaning) {
        return key(name, Form.TEXT, "", meaning);
    }

    public static Key<String> text(String name, Form<String> form, String meaning) {
        return key(name, form, "", meaning);
    }

    /** A text with a default. */
    public static Key<String> text(String name, String otherwise, String meaning) {
        return key(name, Form.TEXT, otherwise, meaning);
    }

    /** How many, at least one. @param otherwise null where that depends */
    public static Key<Integer> count(String name, Integer otherwise, String meaning) {
        return key(name, Form.COUNT, otherwise, meaning);
    }

    /** @param otherwise null where that depends */
    public static Key<Boolean> flag(String name, Boolean otherwise, String meaning) {
        return key(name, Form.FLAG, otherwise, meaning);
    }

    public static Key<Duration> duration(String name, Duration otherwise, String meaning) {
        return key(name, Form.DURATION, otherwise, meaning);
    }

    /** @param otherwise null where that depends */
    public static <E extends Enum<E>> Key<E> choice(String name, Class<E> type, E otherwise, String meaning) {
        return key(name, Form.choice(type), otherwise, meaning);
    }

    /** A list of texts, or one; empty if it isn't there. */
    public static Key<List<String>> texts(String name, String meaning) {
        return key(name, Form.TEXTS, List.of(), meaning);
    }

    public static Key<List<String>> texts(String name, Form<List<String>> form, String meaning) {
        return key(name, form, List.of(), meaning);
    }

    /** A list of values with their types, or one; empty if it isn't there. */
    public static Key<List<YamlNode>> values(String name, String meaning) {
        return key(name, Form.VALUES, List.of(), meaning);
    }

    /** Texts by name; empty if it isn't there. */
    public static Key<Map<String, String>> table(String name, String meaning) {
        return key(name, Form.TABLE, Map.of(), meaning);
    }

    /** JSON of any shape; null of JSON's if it isn't there. */
    public static Key<JsonNode> json(String name, String meaning) {
        return key(name, Form.JSON, NullNode.instance, meaning);
    }

    /** A single value with its type; null of JSON's if it isn't there. */
    public static Key<JsonNode> value(String name, String meaning) {
        return key(name, Form.VALUE, NullNode.instance, meaning);
    }

    /** A mapping with keys of its own. */
    public static Key<Optional<YamlNode>> of(String name, Keys keys, String meaning) {
        return key(name, Form.of(keys), Optional.empty(), meaning);
    }

    /** A list, with keys in each item. */
    public static Key<List<YamlNode>> list(String name, Keys keys, String meaning) {
        return list(name, Form.of(keys), meaning);
    }

    public static Key<List<YamlNode>> list(String name, Form<Optional<YamlNode>> item, String meaning) {
        return key(name, Form.list(item), List.of(), meaning);
    }

    /** A list, or one item of it. */
    public static Key<List<YamlNode>> oneOrList(String name, Form<Optional<YamlNode>> item, String meaning) {
        return key(name, Form.oneOrList(item), List.of(), meaning);
    }

    /** By name, in the file's order. */
    public static Key<Map<String, YamlNode>> byName(String name, Form<?> value, String meaning) {
        return key(name, Form.byName(value), Map.of(), meaning);
    }

    /** The same, and that it isn't there is a fault. */
    public Key<T> need() {
        return need("");
    }

    /** @param besides what the fault says besides, with what it starts by */
    public Key<T> need(String besides) {
        return new Key<>(name, form, otherwise, true, besides, meaning);
    }

    /** Its value in a mapping; the default where it isn't there or faulty. Ask once: each time adds its faults. */
    public T of(YamlNode mapping) {
        return of(mapping, otherwise);
    }

    /** The same with a default that the place has. */
    public T of(YamlNode mapping, T instead) {
        Optional<YamlNode> value = at(mapping);
        if (value.isEmpty() && required) {
            mapping.fault("key " + name + " is missing" + lacking);
        }
        return value.map(node -> form.reader().apply(node, instead)).orElse(instead);
    }

    /** Where its value stands. */
    public Optional<YamlNode> at(YamlNode mapping) {
        return mapping.get(name);
    }

    public boolean isIn(YamlNode mapping) {
        return at(mapping).isPresent();
    }

    /** Adds a fault at its value, or at the mapping where it isn't there. */
    public void fault(YamlNode mapping, String message) {
        at(mapping).orElse(mapping).fault(message);
    }

    /** Its default as a file writes it; "" if there is none. */
    public String shownDefault() {
        return otherwise instanceof Enum<?> constant
                ? Word.of(constant)
                : otherwise instanceof Duration time
                        ? time.toSecondsPart() == 0 && !time.isZero() ? time.toMinutes() + "m" : time.toSeconds() + "s"
                        : otherwise instanceof String || otherwise instanceof Number || otherwise instanceof Boolean
                                ? otherwise.toString()
                                : "";
    }

    ObjectNode schema() {
        ObjectNode schema = form.schema().deepCopy().put("description", meaning);
        if (!shownDefault().isEmpty()) {
            if (otherwise instanceof Boolean flag) {
                schema.put("default", flag);
            } else if (otherwise instanceof Integer number) {
                schema.put("default", number);
            } else {
                schema.put("default", shownDefault());
            }
        }
        return schema;
    }
}
