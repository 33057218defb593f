package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Form;
import io.tandem.config.YamlNode;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the conditions under {@code where} and {@code target_where}. All of a list must hold, and each asks one thing of
 * one property:
 *
 * <pre>
 * where:
 *   - {property: status, is: [open, new]}      # one of these
 *   - {property: type, is_not: spam}           # anything but this, also nothing
 *   - {property: email, empty: false}          # filled
 * </pre>
 */
final class ConditionReader {

    private final EntityFacts facts;
    private final boolean unknownAllowed;

    ConditionReader(EntityFacts facts) {
        this(facts, false);
    }

    /** @param unknownAllowed whether a condition may ask for a property that the entity doesn't have */
    ConditionReader(EntityFacts facts, boolean unknownAllowed) {
        this.facts = facts;
        this.unknownAllowed = unknownAllowed;
    }

    List<Condition> read(List<YamlNode> nodes) {
        List<Condition> conditions = new ArrayList<>();
        nodes.forEach(node -> conditions.add(asked(node)));
        return conditions;
    }

    /** The question that a mapping asks; its other keys are the caller's. */
    Condition asked(YamlNode node) {
        String property = FlowKeys.PROPERTY.of(node);
        if (!property.isEmpty() && !unknownAllowed && !facts.properties().containsKey(property)) {
            node.fault(KnownNames.unknownProperty(property, facts));
        }
        if (FlowKeys.CONDITION.oneOf().stream().filter(key -> key.isIn(node)).count() != 1) {
            node.fault("a condition needs one of is, is_not, empty");
        }
        boolean negated = FlowKeys.IS_NOT.isIn(node) || !FlowKeys.EMPTY.of(node, true);
        return new Condition(
                property,
                negated,
                FlowKeys.IS
                        .at(node)
                        .or(() -> FlowKeys.IS_NOT.at(node))
                        .map(ConditionReader::values)
                        .orElse(List.of()));
    }

    private static List<JsonNode> values(YamlNode wanted) {
        List<YamlNode> values = Form.VALUES.reader().apply(wanted, List.of());
        if (values.isEmpty()) {
            wanted.fault("a list of values is empty; to ask for an empty property write empty: true");
        }
        return values.stream().map(value -> Values.canonical(value.json())).toList();
    }
}
