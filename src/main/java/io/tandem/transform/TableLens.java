package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.ValueType;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table of values, many to one: backward, the source keeps a value that means the target's already.
 *
 * @param type what the table's target values are converted to
 */
record TableLens(Map<String, JsonNode> table, ValueType type) implements Lens {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9]\\d{0,99}");

    TableLens {
        Map<String, JsonNode> canonical = new LinkedHashMap<>();
        Conversion conversion = new Conversion(type);
        table.forEach((key, value) -> canonical.put(
                key,
                conversion.get(value, unused -> Optional.empty()) instanceof Result.Converted converted
                        ? converted.value()
                        : Values.canonical(value)));
        table = canonical;
    }

    @Override
    public Result get(JsonNode source, ReferenceTable references) {
        JsonNode value = source.isContainerNode() ? null : table.get(Conversion.plain(source));
        return value == null
                ? new Result.Refused(Conversion.kind(source) + " that the table of values doesn't hold")
                : new Result.Converted(value);
    }

    @Override
    public Result put(JsonNode target, JsonNode source, ReferenceTable references) {
        if (!Values.isEmpty(source)
                && get(source, references) instanceof Result.Converted now
                && same(now.value(), target)) {
            return new Result.Converted(source);
        }
        return table.entrySet().stream()
                .filter(entry -> same(entry.getValue(), target))
                .findFirst()
                .<Result>map(entry -> new Result.Converted(key(entry.getKey(), source)))
                .orElseGet(() ->
                        new Result.Refused(Conversion.kind(target) + " to which the table of values maps nothing"));
    }

    /** A key of the table as the kind of JSON that the source holds. */
    private static JsonNode key(String key, JsonNode source) {
        if (source.isBoolean() && (key.equals("true") || key.equals("false"))) {
            return BooleanNode.valueOf(key.equals("true"));
        }
        return source.isNumber() && WHOLE_NUMBER.matcher(key).matches()
                ? Values.canonical(DecimalNode.valueOf(new BigDecimal(key)))
                : TextNode.valueOf(key);
    }

    @Override
    public boolean same(JsonNode one, JsonNode other) {
        return new Conversion(type).same(one, other);
    }
}
