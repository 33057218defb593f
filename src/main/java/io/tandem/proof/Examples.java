package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Values of each type that are written to see them on the other side: an ordinary one, and those at the edge. */
final class Examples {

    private Examples() {}

    /** @param property its name tells emails from other texts */
    static List<JsonNode> of(ValueType type, String property) {
        return switch (type) {
            case INTEGER -> List.of(number(some()), number("0"), number("-2147483649"));
            case FLOAT, DECIMAL -> List.of(number(some() + ".5"), number("0"), number("-0.01"));
            case BOOLEAN -> List.of(BooleanNode.TRUE, BooleanNode.FALSE);
            case DATE -> List.of(TextNode.valueOf("2026-02-28"), TextNode.valueOf("2028-02-29"));
            case DATETIME ->
                List.of(TextNode.valueOf("2026-02-28T12:00:00Z"), TextNode.valueOf("2026-12-31T23:59:59Z"));
            case LIST -> List.of(list(text(property, 1)), list(text(property, 2), "\u00e6\u00f8\u00e5 \"quoted\""));
            case STRING, NONE ->
                isEmail(property)
                        ? List.of(TextNode.valueOf(text(property, 1)), TextNode.valueOf(text(property, 2)))
                        : List.of(
                                TextNode.valueOf(text(property, 1)),
                                TextNode.valueOf("\u00c6r\u00f8 \u4e2d \"quoted\" 'n' <b> & " + Hands.TAG));
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

    private static boolean isEmail(String property) {
        return property.toLowerCase(Locale.ROOT).contains("mail");
    }

    private static String text(String property, int number) {
        String unique = Hands.TAG + "-" + UUID.randomUUID().toString().substring(0, 8) + "-" + number;
        return isEmail(property) ? unique + "@example.com" : unique;
    }

    private static String some() {
        return String.valueOf(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    }

    private static JsonNode number(String digits) {
        return DecimalNode.valueOf(new BigDecimal(digits));
    }

    private static JsonNode list(String... texts) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (String text : texts) {
            list.add(text);
        }
        return list;
    }
}
