package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One property row: a lens between a source and a target property (rule 6).
 *
 * @param source dotted path; null for a constant
 * @param values source value as text to target value; empty if there is no table
 * @param reference null unless the row holds ids of other records
 * @param constant written to the target; null unless the row is a constant
 * @param documented false for the site's own extra rows
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
        boolean documented) {

    public static final String ARROW = "->";

    /** Names the row within its flow, e.g. in baselines: {@code email->emailAddress}. */
    public String id() {
        return (source == null ? "" : source) + ARROW + target;
    }

    public String property(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
