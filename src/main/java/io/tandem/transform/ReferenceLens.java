package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Reference;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import java.math.BigDecimal;

/** Ids of other records: translated through links and cross-references, never copied. */
record ReferenceLens(Reference reference, ValueType type) implements Lens {

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
        WantedReference wanted = wanted(id, from, to);
        return references
                .resolve(wanted)
                .<Result>map(found -> new Result.Converted(
                        asText || !found.matches("\\d{1,100}")
                                ? TextNode.valueOf(found)
                                : io.tandem.record.Values.canonical(DecimalNode.valueOf(new BigDecimal(found)))))
                .orElseGet(() -> new Result.Unresolved(wanted));
    }

    static WantedReference wanted(JsonNode id, EntityKey from, EntityKey to) {
        return new WantedReference(from.record(text(id)), to);
    }

    private static String text(JsonNode id) {
        return id.isNumber() ? id.decimalValue().toPlainString() : id.asText();
    }

    @Override
    public boolean same(JsonNode one, JsonNode other) {
        return text(one).equals(text(other));
    }
}
