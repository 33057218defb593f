package io.tandem.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Word;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that a place of a file may hold: readers check against them, and the reference and the JSON Schemas list them.
 *
 * @param place where they stand, as the reference's heading
 * @param all in the reference's order
 * @param oneOf keys of which just one stands there; empty if there are no such
 */
public record Keys(String place, List<Key<?>> all, List<Key<?>> oneOf) {

    public static Keys of(String place, Key<?>... keys) {
        return new Keys(place, List.of(keys), List.of());
    }

    /** The same, with just one of some keys of theirs. */
    public Keys one(Key<?>... keys) {
        return new Keys(place, all, List.of(keys));
    }

    /** These and a place's own: a call may hold what every call may. */
    public Keys with(Keys own) {
        return new Keys(
                own.place,
                Stream.concat(all.stream(), own.all.stream()).toList(),
                Stream.concat(oneOf.stream(), own.oneOf.stream()).toList());
    }

    boolean has(String key) {
        return all.stream().anyMatch(one -> one.name().equals(key));
    }

    String names() {
        return all.stream().map(Key::name).collect(Collectors.joining(", "));
    }

    /** The JSON Schema of a mapping with these keys. */
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Key<?> key : all) {
            properties.set(key.name(), key.schema());
            if (key.required() && !isOneOf(key)) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!oneOf.isEmpty()) {
            ArrayNode one = schema.putArray("oneOf");
            oneOf.forEach(key -> one.addObject().putArray("required").add(key.name()));
        }
        return schema.put("additionalProperties", false);
    }

    /** By name: to compare two keys as a whole, Java makes code when it does so first. */
    private boolean isOneOf(Key<?> key) {
        return oneOf.stream().anyMatch(one -> one.name().equals(key.name()));
    }

    /** An enum's constants as files write them. */
    public static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Word::of).collect(Collectors.joining(", "));
    }
}
