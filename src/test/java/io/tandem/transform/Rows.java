package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Reference;
import io.tandem.flow.Row;
import io.tandem.flow.ValueType;
import io.tandem.kit.RowBuilder;
import io.tandem.record.EntityKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows as a flow file would give them, with the default policies unless said otherwise. */
final class Rows {

    static final Reference COMPANIES =
            new Reference(EntityKey.parse("crm/companies"), EntityKey.parse("shop/customers"));

    private Rows() {}

    static Row row(String source, String target, ValueType type) {
        return RowBuilder.of(source, target).type(type).build();
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
        return RowBuilder.like(row).conflict(conflict).firstMerge(first).build();
    }

    static Row going(Row row, Direction direction) {
        return RowBuilder.like(row).direction(direction).build();
    }

    static Row reference() {
        return RowBuilder.reference("company", "customer", COMPANIES).build();
    }

    static Row constant(JsonNode value) {
        return constant(value, ValueType.NONE);
    }

    static Row constant(JsonNode value, ValueType type) {
        return RowBuilder.constant("kind", value).type(type).build();
    }

    /** @param table lines of {@code source value, target value as JSON}, in order */
    static Row table(String... table) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (int i = 0; i < table.length; i += 2) {
            values.put(table[i], Pair.json(table[i + 1]));
        }
        return RowBuilder.of("role", "isPerson")
                .type(ValueType.NONE)
                .values(values)
                .build();
    }
}
