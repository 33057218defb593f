package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Values;
import java.util.List;

/**
 * A simple condition on one property: its value is (or is not) among some.
 *
 * @param anyOf an empty list asks for an empty property
 */
public record Condition(String property, boolean negated, List<JsonNode> anyOf) {

    public boolean holds(Values values) {
        JsonNode value = values.get(property);
        boolean found = anyOf.isEmpty() ? Values.isEmpty(value) : anyOf.contains(value);
        return found != negated;
    }
}
