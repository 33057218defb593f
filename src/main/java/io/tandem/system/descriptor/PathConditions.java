package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Values;
import java.util.List;
import java.util.Map;

/** A descriptor's conditions: values by path. The word {@code present} stands for anything but nothing. */
public final class PathConditions {

    private static final String PRESENT = "present";

    private PathConditions() {}

    /** Whether one of them holds; false if there are none. */
    public static boolean anyHolds(Map<String, List<JsonNode>> conditions, JsonNode node) {
        return conditions.entrySet().stream().anyMatch(e -> holds(e.getKey(), e.getValue(), node));
    }

    /** Whether each of them holds; true if there are none. */
    public static boolean allHold(Map<String, List<JsonNode>> conditions, JsonNode node) {
        return conditions.entrySet().stream().allMatch(e -> holds(e.getKey(), e.getValue(), node));
    }

    private static boolean holds(String path, List<JsonNode> wanted, JsonNode node) {
        JsonNode value = Values.canonical(Paths.at(node, path));
        return wanted.stream()
                .anyMatch(
                        w -> w.isTextual() && w.textValue().equals(PRESENT) ? !Values.isEmpty(value) : w.equals(value));
    }
}
