package io.tandem.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Property values by property name (a dotted path as the flow file writes it), immutable.
 *
 * <p>Values are JSON in one canonical form, so that {@code equals} means the same value: every number is a
 * {@link DecimalNode}, and null, absent and missing are all {@link NullNode}. A property that is present with null was
 * read and is empty; a property that is not {@link #has known} was not read at all.
 */
public final class Values {

    private static final int LONGEST_NUMBER = 1_000;
    private static final Values NONE = new Values(new TreeMap<>());

    private final TreeMap<String, JsonNode> byProperty;

    private Values(TreeMap<String, JsonNode> byProperty) {
        this.byProperty = byProperty;
    }

    public static Values none() {
        return NONE;
    }

    public static Values of(Map<String, JsonNode> values) {
        TreeMap<String, JsonNode> copy = new TreeMap<>();
        values.forEach((property, value) -> copy.put(property, canonical(value)));
        return new Values(copy);
    }

    /** Reads what {@link #toJson} wrote. */
    public static Values fromJson(String json) {
        TreeMap<String, JsonNode> read = new TreeMap<>();
        StoredJson.members(json, "a record", (property, value) -> read.put(property, StoredJson.value(value)));
        return new Values(read);
    }

    public String toJson() {
        return StoredJson.text(to -> {
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> value : byProperty.entrySet()) {
                to.writeFieldName(value.getKey());
                StoredJson.write(to, value.getValue());
            }
            to.writeEndObject();
        });
    }

    /** The value, {@link NullNode} if empty or not known. Never null. */
    public JsonNode get(String property) {
        return byProperty.getOrDefault(property, NullNode.instance);
    }

    public boolean has(String property) {
        return byProperty.containsKey(property);
    }

    public boolean isEmpty() {
        return byProperty.isEmpty();
    }

    public Set<String> properties() {
        return Collections.unmodifiableSet(byProperty.keySet());
    }

    public Map<String, JsonNode> asMap() {
        return Collections.unmodifiableMap(byProperty);
    }

    public Values with(String property, JsonNode value) {
        TreeMap<String, JsonNode> copy = new TreeMap<>(byProperty);
        copy.put(property, canonical(value));
        return new Values(copy);
    }

    /** These values, overlaid with the other's: the other's known properties win. */
    public Values with(Values other) {
        TreeMap<String, JsonNode> copy = new TreeMap<>(byProperty);
        copy.putAll(other.byProperty);
        return new Values(copy);
    }

    public Values only(Predicate<String> properties) {
        if (byProperty.keySet().stream().allMatch(properties)) {
            return this;
        }
        TreeMap<String, JsonNode> copy = new TreeMap<>(byProperty);
        copy.keySet().removeIf(properties.negate());
        return new Values(copy);
    }

    /** Empty as rule 2 and 4 mean it: null, absent, blank text, or a list of nothing. */
    public static boolean isEmpty(JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isContainerNode() && value.isEmpty());
    }

    /** A single value as text: numbers in plain notation, never {@code 1E+2}; containers as JSON. */
    public static String text(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return isAbsurd(number) ? number.toString() : number.toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** The one form of a JSON value in which equal values are {@code equals}. A number with too many zeros becomes text. */
    public static JsonNode canonical(JsonNode value) {
        if (value == null || value instanceof MissingNode || value.isNull()) {
            return NullNode.instance;
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return isAbsurd(number)
                    ? TextNode.valueOf(number.toString())
                    : DecimalNode.valueOf(number.stripTrailingZeros());
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(canonical(item)));
            return copy;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(e -> copy.set(e.getKey(), canonical(e.getValue())));
            return copy;
        }
        return value instanceof TextNode text ? WholeText.of(text) : value;
    }

    /** {@code 1e999999999}: written out it would fill the memory, so that it is kept as the text it came as. */
    private static boolean isAbsurd(BigDecimal number) {
        return Math.abs((long) number.scale()) > LONGEST_NUMBER;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values values && byProperty.equals(values.byProperty);
    }

    @Override
    public int hashCode() {
        return byProperty.hashCode();
    }

    /** Names only: values stay private (rule 19). */
    @Override
    public String toString() {
        return "Values" + byProperty.keySet();
    }
}
