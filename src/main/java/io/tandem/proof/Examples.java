package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.ValueType;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Values of each type that are written to see them on the other side: an ordinary one, and those at the edge. */
final class Examples {

    /** As long as the shortest limit that systems usually have for a text. */
    private static final int LONG = 250;

    private Examples() {}

    /**
     * @param property its name tells emails from other texts
     * @param stands what the property holds now: where the type says nothing, it does
     */
    static List<JsonNode> of(ValueType type, String property, JsonNode stands) {
        return switch (type == ValueType.NONE ? typeOf(stands) : type) {
            case INTEGER -> List.of(number(some()), number("0"), number("-2147483649"), number("9007199254740993"));
            case FLOAT -> List.of(number(some() + ".5"), number("0"), number("-0.25"));
            case DECIMAL -> List.of(number(some() + ".5"), number("0"), number("-0.01"), number("1234567.8901"));
            case BOOLEAN -> List.of(BooleanNode.TRUE, BooleanNode.FALSE);
            case DATE -> texts("2026-02-28", "2028-02-29");
            // the hour that a change of the clocks leaves out or repeats, the year's last second, a zone's offset
            case DATETIME ->
                texts(
                        "2026-02-28T12:00:00Z",
                        "2026-03-29T01:30:00Z",
                        "2026-10-25T02:30:00+02:00",
                        "2026-12-31T23:59:59Z");
            case LIST ->
                List.of(list(text(property, 1)), list(text(property, 2), "\u00e6\u00f8\u00e5 \"quoted\""), list());
            case STRING, NONE ->
                isEmail(property)
                        ? texts(text(property, 1), text(property, 2))
                        : texts(
                                text(property, 1),
                                "\u00c6r\u00f8 \u4e2d \"quoted\" 'n' <b> & \\ " + LiveRecords.TAG,
                                "two\nlines " + LiveRecords.TAG,
                                text(property, 3) + "x".repeat(LONG));
        };
    }

    /** An ordinary value. */
    static JsonNode one(ValueType type, String property) {
        return of(type, property, null).get(0);
    }

    private static ValueType typeOf(JsonNode stands) {
        if (Values.isEmpty(stands)) {
            return ValueType.NONE;
        }
        return switch (stands.getNodeType()) {
            case BOOLEAN -> ValueType.BOOLEAN;
            case NUMBER -> ValueType.INTEGER;
            case ARRAY -> ValueType.LIST;
            default -> ValueType.NONE;
        };
    }

    /** An id as systems mostly write it: a number if it is one. */
    static JsonNode id(String id) {
        return id.matches("\\d{1,18}") ? number(id) : TextNode.valueOf(id);
    }

    /** One that no other record has. */
    static JsonNode unique(ValueType type, String property) {
        return switch (type) {
            case INTEGER, FLOAT, DECIMAL -> number(some());
            default -> TextNode.valueOf(text(property, 0));
        };
    }

    static boolean isEmail(String property) {
        return property.toLowerCase(Locale.ROOT).contains("mail");
    }

    private static String text(String property, int number) {
        String unique = LiveRecords.TAG + "-" + UUID.randomUUID().toString().substring(0, 8) + "-" + number;
        return isEmail(property) ? unique + "@example.com" : unique;
    }

    private static String some() {
        return String.valueOf(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    }

    private static JsonNode number(String digits) {
        return DecimalNode.valueOf(new BigDecimal(digits));
    }

    private static List<JsonNode> texts(String... texts) {
        return Stream.of(texts).<JsonNode>map(TextNode::valueOf).toList();
    }

    private static JsonNode list(String... texts) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (String text : texts) {
            list.add(text);
        }
        return list;
    }
}
