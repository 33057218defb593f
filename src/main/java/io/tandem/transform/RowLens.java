package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.Blanks;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Access;
import io.tandem.system.EntityFacts;
import io.tandem.system.PropertyFacts;
import java.util.Map;
import java.util.Optional;

/** A row with what its two systems say of its properties: how it converts, compares, and which side may be written. */
final class RowLens {

    private final Flow flow;
    private final Row row;
    private final Lens lens;
    private final PropertyFacts source;
    private final PropertyFacts target;
    private final Map<Side, EntityFacts> facts;

    RowLens(Flow flow, Row row, EntityFacts source, EntityFacts target) {
        this.flow = flow;
        this.row = row;
        this.source = row.source() == null ? null : source.properties().get(row.source());
        this.target = target.properties().get(row.target());
        this.facts = Map.of(Side.SOURCE, source, Side.TARGET, target);
        this.lens = lens(row);
    }

    static Lens lens(Row row) {
        if (row.reference() != null) {
            return new ReferenceLens(row.reference(), row.type());
        }
        return row.values().isEmpty() ? new Conversion(row.type()) : new TableLens(row.values(), row.type());
    }

    Row row() {
        return row;
    }

    /** Carries the value of one side to the other; empty stays empty. */
    Lens.Result carry(Side from, JsonNode sourceValue, JsonNode targetValue, ReferenceTable references) {
        JsonNode value = from == Side.SOURCE ? sourceValue : targetValue;
        if (Values.isEmpty(value)) {
            return new Lens.Result.Converted(NullNode.instance);
        }
        return from == Side.SOURCE ? lens.get(value, references) : lens.put(value, sourceValue, references);
    }

    /** Whether two values that the target may hold are the same as lens and type see it. */
    boolean sameOnTarget(JsonNode one, JsonNode other) {
        if (Values.isEmpty(one) || Values.isEmpty(other)) {
            return Values.isEmpty(one) && Values.isEmpty(other);
        }
        return isEmail() ? fold(one).equals(fold(other)) : lens.same(one, other);
    }

    /** Whether a side shows the same raw value as before. */
    boolean unchanged(JsonNode before, JsonNode now) {
        if (Values.isEmpty(before) || Values.isEmpty(now)) {
            return Values.isEmpty(before) && Values.isEmpty(now);
        }
        return isEmail() ? fold(before).equals(fold(now)) : before.equals(now);
    }

    private boolean isEmail() {
        return (source != null && source.email()) || (target != null && target.email());
    }

    private static String fold(JsonNode value) {
        return Blanks.foldEmail(Values.text(value));
    }

    /** What the row takes from a source record: its property, or its constant. */
    JsonNode sourceValue(SyncRecord record) {
        if (row.source() != null) {
            return record.values().get(row.source());
        }
        return row.type() == ValueType.STRING && row.constant().isNumber()
                ? TextNode.valueOf(row.constant().asText())
                : Values.canonical(row.constant());
    }

    /** Whether the row carries values to this side at all; a one-way row says so. */
    boolean carriesTo(Side side) {
        return row.direction().writes(side) && row.property(side) != null;
    }

    /** Why the property of an existing record can't be written on this side, or empty. */
    Optional<String> unwritable(Side side, Optional<String> locked) {
        PropertyFacts property = side == Side.SOURCE ? source : target;
        if (property == null
                || property.access() != Access.WRITABLE
                || !facts.get(side).canUpdate()) {
            return Optional.of(flow.entity(side) + " does not let " + row.property(side) + " be written");
        }
        return locked;
    }

    boolean clearable(Side side) {
        PropertyFacts property = side == Side.SOURCE ? source : target;
        return property == null || property.clearable();
    }

    /** Whether a create on this side may carry this row's value. */
    boolean creatable(Side side) {
        PropertyFacts property = side == Side.SOURCE ? source : target;
        return carriesTo(side) && property != null && property.access() != Access.READ_ONLY;
    }
}
