package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Reference;
import io.tandem.flow.Row;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows as a flow file would give them, with the default policies unless said otherwise. */
final class Rows {

    static final Reference COMPANIES =
            new Reference(EntityKey.parse("crm/companies"), EntityKey.parse("shop/customers"));

    private Rows() {}

    static Row row(String source, String target, ValueType type) {
        return new Row(
                source,
                target,
                type,
                Map.of(),
                null,
                null,
                Direction.BOTH,
                ConflictPolicy.LATEST,
                FirstMergePolicy.LATEST,
                true);
    }

    static Row text() {
        return row("name", "title", ValueType.STRING);
    }

    static Row text(FirstMergePolicy first) {
        return with(text(), ConflictPolicy.LATEST, first);
    }

    static Row text(ConflictPolicy conflict) {
        return with(text(), conflict, FirstMergePolicy.LATEST);
    }

    static Row with(Row row, ConflictPolicy conflict, FirstMergePolicy first) {
        return new Row(
                row.source(),
                row.target(),
                row.type(),
                row.values(),
                row.reference(),
                row.constant(),
                row.direction(),
                conflict,
                first,
                row.documented());
    }

    static Row going(Row row, Direction direction) {
        return new Row(
                row.source(),
                row.target(),
                row.type(),
                row.values(),
                row.reference(),
                row.constant(),
                direction,
                row.conflict(),
                row.firstMerge(),
                row.documented());
    }

    static Row reference() {
        return new Row(
                "company",
                "customer",
                ValueType.INTEGER,
                Map.of(),
                COMPANIES,
                null,
                Direction.BOTH,
                ConflictPolicy.LATEST,
                FirstMergePolicy.FILL,
                true);
    }

    static Row constant(JsonNode value) {
        return constant(value, ValueType.NONE);
    }

    static Row constant(JsonNode value, ValueType type) {
        return new Row(
                null,
                "kind",
                type,
                Map.of(),
                null,
                value,
                Direction.FORWARD,
                ConflictPolicy.LATEST,
                FirstMergePolicy.LATEST,
                true);
    }

    /** @param table lines of {@code source value, target value as JSON}, in order */
    static Row table(String... table) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (int i = 0; i < table.length; i += 2) {
            values.put(table[i], Pair.json(table[i + 1]));
        }
        return new Row(
                "role",
                "isPerson",
                ValueType.NONE,
                values,
                null,
                null,
                Direction.BOTH,
                ConflictPolicy.LATEST,
                FirstMergePolicy.LATEST,
                true);
    }
}
