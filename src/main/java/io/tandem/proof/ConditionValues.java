package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.Condition;
import java.util.Optional;

/** Values that meet a condition, or don't. */
final class ConditionValues {

    private ConditionValues() {}

    /** @return what the property must hold; empty if any other value will do and none is known */
    static Optional<JsonNode> meeting(Condition condition) {
        return value(condition, !condition.negated());
    }

    static Optional<JsonNode> missing(Condition condition) {
        return value(condition, condition.negated());
    }

    private static Optional<JsonNode> value(Condition condition, boolean among) {
        if (condition.anyOf().isEmpty()) {
            return Optional.of(among ? NullNode.instance : TextNode.valueOf(LiveRecords.TAG));
        }
        return among
                ? Optional.of(condition.anyOf().get(0))
                : condition.anyOf().get(0).isTextual()
                        ? Optional.of(TextNode.valueOf(LiveRecords.TAG))
                        : Optional.empty();
    }
}
