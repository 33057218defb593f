package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.YamlNode;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    private static final String[] QUESTIONS = {"is", "is_not", "empty"};

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
        nodes.forEach(node -> conditions.add(condition(node)));
        return conditions;
    }

    private Condition condition(YamlNode node) {
        node.only(FlowKeys.CONDITION);
        return asked(node);
    }

    /** The question that a mapping asks; its other keys are the caller's. */
    Condition asked(YamlNode node) {
        String property = node.required("property");
        if (!property.isEmpty() && !unknownAllowed && !facts.properties().containsKey(property)) {
            node.fault(Entities.unknownProperty(property, facts));
        }
        if (Stream.of(QUESTIONS).filter(key -> node.get(key).isPresent()).count() != 1) {
            node.fault("a condition needs one of is, is_not, empty");
        }
        boolean negated = node.get("is_not").isPresent() || !node.bool("empty", true);
        return new Condition(
                property,
                negated,
                node.get("is")
                        .or(() -> node.get("is_not"))
                        .map(ConditionReader::values)
                        .orElse(List.of()));
    }

    private static List<JsonNode> values(YamlNode wanted) {
        List<YamlNode> values = wanted.isList() ? wanted.items() : List.of(wanted);
        if (values.isEmpty()) {
            wanted.fault("a list of values is empty; to ask for an empty property write empty: true");
        }
        return values.stream().map(value -> Values.canonical(value.json())).toList();
    }
}
