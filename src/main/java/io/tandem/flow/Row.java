package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One property row: a lens between a source and a target property (rule 6).
 *
 * @param source dotted path; null for a constant
 * @param values source value as text to target value; empty if there is no table
 * @param reference null unless the row holds ids of other records
 * @param constant written to the target; null unless the row is a constant
 * @param documented false for the site's own extra rows
 * @param when the row applies to a pair only while all of these hold; empty: always
 */
public record Row(
        String source,
        String target,
        ValueType type,
        Map<String, JsonNode> values,
        Reference reference,
        JsonNode constant,
        Direction direction,
        ConflictPolicy conflict,
        FirstMergePolicy firstMerge,
        boolean documented,
        List<SideCondition> when) {

    public static final String ARROW = "->";

    /** In characters, as the store's columns for a row's id are. */
    public static final int LONGEST_ID = 800;

    /** The same of a single property, with which a record is parked or in conflict. */
    public static final int LONGEST_PROPERTY = 400;

    public Row {
        when = List.copyOf(when);
    }

    /**
     * Names the row within its flow, e.g. in baselines: {@code email->emailAddress}; with conditions, which tell rows of
     * the same two properties apart, {@code [source type=company] name->title}.
     */
    public String id() {
        String conditions = when.isEmpty()
                ? ""
                : when.stream().map(SideCondition::toString).collect(Collectors.joining(", ", "[", "] "));
        return conditions + (source == null ? "" : source) + ARROW + target;
    }

    /** Whether the store can't hold its names. */
    public boolean isTooLong() {
        return id().length() > LONGEST_ID
                || target.length() > LONGEST_PROPERTY
                || source != null && source.length() > LONGEST_PROPERTY;
    }

    public String property(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
