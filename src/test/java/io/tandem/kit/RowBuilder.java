package io.tandem.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Reference;
import io.tandem.flow.Row;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import java.util.List;
import java.util.Map;

/** A documented row of texts with the policies that a flow file gives it by default, as far as a test says nothing else. */
public final class RowBuilder {

    private final String source;
    private final String target;
    private ValueType type = ValueType.STRING;
    private Map<String, JsonNode> values = Map.of();
    private Reference reference;
    private JsonNode constant;
    private Direction direction = Direction.BOTH;
    private ConflictPolicy conflict = ConflictPolicy.LATEST;
    private FirstMergePolicy firstMerge = FirstMergePolicy.LATEST;
    private boolean documented = true;
    private List<SideCondition> when = List.of();

    private RowBuilder(String source, String target) {
        this.source = source;
        this.target = target;
    }

    public static RowBuilder of(String source, String target) {
        return new RowBuilder(source, target);
    }

    /** The same row, to change some of it. */
    public static RowBuilder like(Row row) {
        RowBuilder builder = of(row.source(), row.target()).type(row.type()).values(row.values());
        builder.reference = row.reference();
        builder.constant = row.constant();
        builder.documented = row.documented();
        return builder.direction(row.direction())
                .conflict(row.conflict())
                .firstMerge(row.firstMerge())
                .when(row.when());
    }

    /** A reference: it fills, as rule 4 says. */
    public static RowBuilder reference(String source, String target, Reference between) {
        RowBuilder builder = of(source, target).type(ValueType.INTEGER).firstMerge(FirstMergePolicy.FILL);
        builder.reference = between;
        return builder;
    }

    /** A constant: it goes to the target only. */
    public static RowBuilder constant(String target, JsonNode value) {
        RowBuilder builder = of(null, target).type(ValueType.NONE).direction(Direction.FORWARD);
        builder.constant = value;
        return builder;
    }

    public RowBuilder type(ValueType other) {
        type = other;
        return this;
    }

    public RowBuilder values(Map<String, JsonNode> table) {
        values = table;
        return this;
    }

    public RowBuilder direction(Direction other) {
        direction = other;
        return this;
    }

    public RowBuilder conflict(ConflictPolicy policy) {
        conflict = policy;
        return this;
    }

    public RowBuilder firstMerge(FirstMergePolicy policy) {
        firstMerge = policy;
        return this;
    }

    /** One of the site's own rows. */
    public RowBuilder extra() {
        documented = false;
        return this;
    }

    public RowBuilder when(SideCondition... conditions) {
        return when(List.of(conditions));
    }

    public RowBuilder when(List<SideCondition> conditions) {
        when = conditions;
        return this;
    }

    public Row build() {
        return new Row(
                source, target, type, values, reference, constant, direction, conflict, firstMerge, documented, when);
    }
}
