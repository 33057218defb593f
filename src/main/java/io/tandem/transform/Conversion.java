package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.ValueType;
import io.tandem.record.Stamps;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Conversion to the type that the target holds; backward, the source keeps its own way of writing the value. */
record Conversion(ValueType type) implements Lens {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

    /** No conversion is possible; the message tells the kind of value, never the value. */
    private static final class NotConvertible extends RuntimeException {
        NotConvertible(JsonNode value, String wanted) {
            super(kind(value) + " that is no " + wanted, null, false, false);
        }
    }

    /** The kind of a value in words: {@code a number}, {@code an object}. */
    static String kind(JsonNode value) {
        String kind = value.getNodeType().name().toLowerCase(Locale.ROOT);
        return ("ao".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
    }

    @Override
    public Result get(JsonNode source, ReferenceTable references) {
        return attempt(() -> convert(source));
    }

    @Override
    public Result put(JsonNode target, JsonNode source, ReferenceTable references) {
        return attempt(() -> {
            JsonNode converted = convert(target);
            if (Values.isEmpty(source)) {
                return target;
            }
            boolean legible = get(source, references) instanceof Result.Converted;
            if (legible && same(source, target)) {
                return source;
            }
            return mustComeBack(target, legible ? inTheWayOf(source, converted) : inTheKindOf(source, converted));
        });
    }

    /** The second law: what the source's way of writing can't hold, as it is stored, is refused, not bent. */
    private JsonNode mustComeBack(JsonNode target, JsonNode source) {
        JsonNode stored = Values.canonical(source);
        if (!same(stored, target)) {
            throw new NotConvertible(target, "value that the other side's form can hold");
        }
        return stored;
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
            case DATETIME -> stamp(value, ZoneOffset.UTC);
            case LIST ->
                value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value);
        };
    }

    /** Writes a converted value in the form that the source has now, which says the same kind of thing. */
    private JsonNode inTheWayOf(JsonNode source, JsonNode value) {
        return switch (type) {
            case DATE -> onDay(source.textValue().strip(), value.textValue());
            case DATETIME -> stamp(value, dateTime(source).getOffset());
            case BOOLEAN -> source.isBoolean() ? value : inTheKindOf(source, asDigit(source, value));
            case NONE, LIST, STRING, INTEGER, FLOAT, DECIMAL -> inTheKindOf(source, value);
        };
    }

    /** Writes a converted value as the kind of JSON that the source holds. */
    private JsonNode inTheKindOf(JsonNode source, JsonNode value) {
        return switch (type) {
            case NONE, DATE, DATETIME -> value;
            case LIST -> source.isArray() ? value : only((ArrayNode) value);
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

    /** A source that says 1 for true says 0 for false. */
    private static JsonNode asDigit(JsonNode source, JsonNode value) {
        boolean digits = source.isNumber() || source.textValue().strip().length() == 1;
        return digits ? DecimalNode.valueOf(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO) : value;
    }

    private static TextNode text(JsonNode value) {
        if (value.isContainerNode()) {
            throw new NotConvertible(value, "text");
        }
        return TextNode.valueOf(plain(value));
    }

    /** A single value as text; a number without exponent. */
    static String plain(JsonNode value) {
        return value.isNumber() ? Values.text(value) : value.asText();
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
        if (text.length() > 100 || !NUMBER.matcher(text).matches()) {
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
        return TextNode.valueOf(Stamps.withoutLeapSecond(day + source.substring(10)));
    }

    private static TextNode stamp(JsonNode value, ZoneOffset offset) {
        try {
            return TextNode.valueOf(
                    dateTime(value).withOffsetSameInstant(offset).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        } catch (DateTimeException e) {
            throw new NotConvertible(value, "date within the calendar");
        }
    }

    private static JsonNode only(ArrayNode list) {
        if (list.size() != 1) {
            throw new NotConvertible(list, "single value");
        }
        return list.get(0);
    }
}
