package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Reference;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Ids of other records: translated through links and cross-references, never copied. */
record ReferenceLens(Reference reference, ValueType type) implements Lens {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9]\\d{0,99}");

    @Override
    public Result get(JsonNode source, ReferenceTable references) {
        return translate(source, reference.source(), reference.target(), references, type == ValueType.STRING);
    }

    @Override
    public Result put(JsonNode target, JsonNode source, ReferenceTable references) {
        return translate(target, reference.target(), reference.source(), references, source.isTextual());
    }

    private static Result translate(
            JsonNode id, EntityKey from, EntityKey to, ReferenceTable references, boolean asText) {
        if (!isId(id)) {
            return new Result.Refused(Conversion.kind(id) + " that is no id of " + from);
        }
        WantedReference wanted = wanted(id, from, to);
        return references
                .resolve(wanted)
                .<Result>map(found -> new Result.Converted(
                        asText || !WHOLE_NUMBER.matcher(found).matches()
                                ? TextNode.valueOf(found)
                                : Values.canonical(DecimalNode.valueOf(new BigDecimal(found)))))
                .orElseGet(() -> new Result.Unresolved(wanted));
    }

    static WantedReference wanted(JsonNode id, EntityKey from, EntityKey to) {
        return new WantedReference(from.record(Conversion.plain(id)), to);
    }

    /** Whether a value can be an id at all: a filled text that the store can hold, or a whole number of at most 100 digits. */
    static boolean isId(JsonNode value) {
        if (value.isNumber()) {
            int decimals = value.decimalValue().scale();
            return decimals <= 0 && decimals > -100;
        }
        return value.isTextual() && RecordKey.canBeKept(value.textValue());
    }

    @Override
    public boolean same(JsonNode one, JsonNode other) {
        return isId(one) && isId(other) ? Conversion.plain(one).equals(Conversion.plain(other)) : one.equals(other);
    }
}
