package io.tandem.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What may stand under a key: how it is read, what the reference calls it, and what a JSON Schema says of it.
 *
 * @param word for the reference
 * @param schema what editors check by
 * @param reader takes the value, and what to give back when that is faulty
 */
public record Form<T>(String word, ObjectNode schema, BiFunction<YamlNode, T, T> reader) {

    /** Any single value: a number or true is a text too. */
    public static final Form<String> TEXT =
            new Form<>("text", types("string", "number", "boolean"), (node, otherwise) -> node.text());

    static final Form<Boolean> FLAG = new Form<>("true, false", types("boolean"), YamlNode::bool);

    static final Form<Duration> DURATION =
            new Form<>("duration", text(Durations.FORM.pattern()).schema, YamlNode::duration);

    static final Form<Integer> COUNT =
            new Form<>("number", types("integer").put("minimum", 1), (node, otherwise) -> node.count(otherwise));

    /** A text, or a list of texts. */
    public static final Form<List<String>> TEXTS =
            new Form<>("text or list", either(TEXT.schema, array(TEXT.schema)), (node, otherwise) -> node.texts());

    /** A single value, or a list of such, with their types. */
    public static final Form<List<YamlNode>> VALUES = new Form<>(
            "value or list", TEXTS.schema, (node, otherwise) -> node.isList() ? node.items() : List.of(node));

    /** HTTP statuses: one or a list. */
    public static final Form<List<String>> STATUSES =
            new Form<>("number or list", either(status(), array(status())), TEXTS.reader);

    /** Anything. */
    static final Form<JsonNode> JSON = new Form<>("any", object(), (node, otherwise) -> node.json());

    /** A single value with its type. */
    public static final Form<JsonNode> VALUE = new Form<>("value", TEXT.schema, (node, otherwise) -> node.json());

    /** Texts by name. */
    public static final Form<Map<String, String>> TABLE = new Form<>("table", by(TEXT.schema), (node, otherwise) -> {
        Map<String, String> table = new LinkedHashMap<>();
        node.entries().forEach((name, value) -> table.put(name, value.text()));
        return table;
    });

    /** A text that an editor can check; who reads it says what is wrong with it. */
    public static Form<String> text(String pattern) {
        return new Form<>(
                "text", types("string").put("pattern", "^(?:" + pattern + ")$"), (node, otherwise) -> node.text());
    }

    /** One of an enum's words, with dashes or underscores. */
    public static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        Set<String> words = new LinkedHashSet<>();
        for (E constant : type.getEnumConstants()) {
            words.add(Word.of(constant));
        }
        for (E constant : type.getEnumConstants()) {
            words.add(Word.of(constant).replace('-', '_'));
        }
        ObjectNode schema = object();
        words.forEach(schema.putArray("enum")::add);
        return new Form<>(Keys.words(type), schema, (node, otherwise) -> node.choice(type, otherwise));
    }

    /** A mapping with these keys; each other one is a fault. */
    public static Form<Optional<YamlNode>> of(Keys keys) {
        return new Form<>("keys", keys.schema(), (node, otherwise) -> {
            node.only(keys);
            return Optional.of(node);
        });
    }

    /** One of two: the reader tells which. */
    public static Form<Optional<YamlNode>> either(Form<?> one, Form<?> other) {
        return new Form<>(
                one.word + " or " + other.word,
                either(one.schema, other.schema),
                (node, otherwise) -> Optional.of(node));
    }

    /** A list of such. */
    static Form<List<YamlNode>> list(Form<Optional<YamlNode>> item) {
        return new Form<>("list", array(item.schema), (node, otherwise) -> {
            List<YamlNode> items = new ArrayList<>();
            node.items().forEach(one -> item.reader.apply(one, Optional.empty()).ifPresent(items::add));
            return items;
        });
    }

    /** A list of such, or one. */
    static Form<List<YamlNode>> oneOrList(Form<Optional<YamlNode>> item) {
        return new Form<>(
                "text or list",
                either(item.schema, array(item.schema)),
                (node, otherwise) -> node.isList() ? node.items() : List.of(node));
    }

    /** Such by name, in the file's order. */
    static <V> Form<Map<String, YamlNode>> byName(Form<V> item) {
        return new Form<>("by name", by(item.schema), (node, otherwise) -> {
            Map<String, YamlNode> entries = node.entries();
            entries.values().forEach(value -> item.reader.apply(value, null));
            return entries;
        });
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode types(String... names) {
        ObjectNode schema = object();
        if (names.length == 1) {
            return schema.put("type", names[0]);
        }
        ArrayNode types = schema.putArray("type");
        for (String name : names) {
            types.add(name);
        }
        return schema;
    }

    private static ObjectNode status() {
        return types("integer").put("minimum", 100).put("maximum", 599);
    }

    private static ObjectNode array(ObjectNode items) {
        return types("array").set("items", items);
    }

    private static ObjectNode by(ObjectNode values) {
        return types("object").set("additionalProperties", values);
    }

    private static ObjectNode either(ObjectNode one, ObjectNode other) {
        ObjectNode schema = object();
        schema.putArray("anyOf").add(one).add(other);
        return schema;
    }
}
