package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Values;

/**
 * A condition on the record of one side, under which a row or a match pair applies. A document doesn't say whether its
 * value is a text or a number, so a value counts as equal if its text is.
 */
public record SideCondition(Side side, Condition condition) {

    /** @param values of the record on this side */
    public boolean holds(Values values) {
        JsonNode value = values.get(condition.property());
        boolean sameText = !Values.isEmpty(value)
                && condition.anyOf().stream()
                        .anyMatch(wanted -> Values.text(wanted).equals(Values.text(value)));
        return sameText ? !condition.negated() : condition.holds(values);
    }

    /** For people, and as a part of a row's id. */
    @Override
    public String toString() {
        String values = condition.anyOf().isEmpty()
                ? "empty"
                : String.join("|", condition.anyOf().stream().map(Values::text).toList());
        return side.lower() + " " + condition.property() + (condition.negated() ? "!=" : "=") + values;
    }
}
