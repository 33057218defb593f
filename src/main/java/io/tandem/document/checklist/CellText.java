package io.tandem.document.checklist;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Condition;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a document writes properties, conditions and types. */
final class CellText {

    private CellText() {}

    /** {@code name}, or {@code name (Dependant on having VAL in PROP)}. */
    static String property(String path, Side side, List<SideCondition> when) {
        List<SideCondition> own =
                when.stream().filter(condition -> condition.side() == side).toList();
        return own.isEmpty()
                ? path
                : path
                        + own.stream()
                                .map(condition -> "Dependant on having "
                                        + values(condition.condition()) + " in "
                                        + condition.condition().property())
                                .collect(Collectors.joining("", " (", ")"));
    }

    private static String values(Condition condition) {
        return condition.anyOf().stream().map(JsonNode::asText).collect(Collectors.joining(" or "));
    }

    static String type(ValueType type) {
        return type == ValueType.NONE ? "N/A" : "\"" + type.name().toLowerCase(Locale.ROOT) + "\"";
    }

    /** Conditions in free text, as a document's sentence begins: {@code If type is company}. */
    static String condition(List<Condition> where) {
        return "If " + where.stream().map(CellText::words).collect(Collectors.joining(" and "));
    }

    /** {@code type is company or partner}, {@code mail is not empty}. */
    static String words(Condition condition) {
        return condition.property()
                + (condition.negated() ? " is not " : " is ")
                + (condition.anyOf().isEmpty() ? "empty" : values(condition));
    }
}
