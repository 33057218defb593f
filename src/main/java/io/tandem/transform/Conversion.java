package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.ValueType;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Conversion to the type that the target holds; backward, the source keeps its own way of writing the value. */
record Conversion(ValueType type) implements Lens {

    /** No conversion is possible; the message tells the kind of value, never the value. */
    private static final class NotConvertible extends RuntimeException {
        NotConvertible(JsonNode value, String wanted) {
            super("a " + kind(value) + " that is no " + wanted, null, false, false);
        }
    }

    static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Result get(JsonNode source, ReferenceTable references) {
        return attempt(() -> convert(source));
    }

    @Override
    public Result put(JsonNode target, JsonNode source, ReferenceTable references) {
        return attempt(() -> {
            if (!Values.isEmpty(source)
                    && get(source, references) instanceof Result.Converted now
                    && same(now.value(), target)) {
                return source;
            }
            return Values.isEmpty(source) ? target : inTheWayOf(source, convert(target));
        });
    }

    @Override
    public boolean same(JsonNode one, JsonNode other) {
        return normal(one).equals(normal(other));
    }

    private interface Attempt {
        JsonNode value();
    }

    private static Result attempt(Attempt attempt) {
        try {
            return new Result.Converted(Values.canonical(attempt.value()));
        } catch (NotConvertible e) {
            return new Result.Refused(e.getMessage());
        }
    }

    private JsonNode normal(JsonNode value) {
        try {
            return Values.canonical(convert(value));
        } catch (NotConvertible e) {
            return value;
        }
    }

    private JsonNode convert(JsonNode value) {
        return switch (type) {
            case NONE -> value;
            case STRING -> text(value);
            case INTEGER -> integer(value);
            case FLOAT, DECIMAL -> DecimalNode.valueOf(number(value, "number"));
            case BOOLEAN -> bool(value);
            case DATE -> TextNode.valueOf(date(value).toString());
            case DATETIME ->
                TextNode.valueOf(dateTime(value)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
            case LIST ->
                value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value);
        };
    }

    /** Writes a converted value in the form that the source has now. */
    private JsonNode inTheWayOf(JsonNode source, JsonNode value) {
        return switch (type) {
            case NONE -> value;
            case LIST -> source.isArray() ? value : only((ArrayNode) value);
            case DATE -> source.isTextual() ? onDay(source.textValue(), value.textValue()) : value;
            case DATETIME -> source.isTextual() ? atOffset(source, value) : value;
            case STRING, INTEGER, FLOAT, DECIMAL, BOOLEAN -> {
                if (source.isTextual()) {
                    yield text(value);
                }
                if (source.isNumber()) {
                    yield DecimalNode.valueOf(number(value, "number"));
                }
                yield source.isBoolean() ? bool(value) : value;
            }
        };
    }

    private static TextNode text(JsonNode value) {
        if (value.isContainerNode()) {
            throw new NotConvertible(value, "text");
        }
        return TextNode.valueOf(value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
    }

    private static DecimalNode integer(JsonNode value) {
        BigDecimal number = number(value, "whole number");
        if (number.stripTrailingZeros().scale() > 0) {
            throw new NotConvertible(value, "whole number");
        }
        return DecimalNode.valueOf(number);
    }

    private static BigDecimal number(JsonNode value, String wanted) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (text.length() > 100 || !text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            throw new NotConvertible(value, wanted);
        }
        return new BigDecimal(text);
    }

    private static BooleanNode bool(JsonNode value) {
        String text = value.isValueNode() ? value.asText().strip().toLowerCase(Locale.ROOT) : "";
        return switch (text) {
            case "true", "1" -> BooleanNode.TRUE;
            case "false", "0" -> BooleanNode.FALSE;
            default -> throw new NotConvertible(value, "boolean");
        };
    }

    /** The day as it is written: a time or a zone behind it never shifts it. */
    private static LocalDate date(JsonNode value) {
        try {
            String text = value.isTextual() ? value.textValue().strip() : "";
            return LocalDate.parse(
                    text.length() > 10 && "Tt ".indexOf(text.charAt(10)) >= 0 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw new NotConvertible(value, "date");
        }
    }

    private static OffsetDateTime dateTime(JsonNode value) {
        try {
            return Stamps.parse(value.isTextual() ? value.textValue() : "");
        } catch (DateTimeException e) {
            throw new NotConvertible(value, "date with time and zone");
        }
    }

    private static JsonNode onDay(String source, String day) {
        return TextNode.valueOf(
                source.strip().length() > 10 ? day + source.strip().substring(10) : day);
    }

    private static JsonNode atOffset(JsonNode source, JsonNode value) {
        ZoneOffset offset = dateTime(source).getOffset();
        return TextNode.valueOf(
                dateTime(value).withOffsetSameInstant(offset).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    }

    private static JsonNode only(ArrayNode list) {
        if (list.size() != 1) {
            throw new NotConvertible(list, "single value");
        }
        return list.get(0);
    }
}
