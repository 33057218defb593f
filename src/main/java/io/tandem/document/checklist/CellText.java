package io.tandem.document.checklist;

import io.tandem.document.imports.CellReading;
import io.tandem.flow.Condition;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.record.Values;
import java.util.List;
import java.util.stream.Collectors;

/** How a document writes properties and conditions. */
final class CellText {

    private CellText() {}

    /** @param when of both sides */
    static String property(String path, Side side, List<SideCondition> when) {
        return CellReading.written(
                path,
                when.stream().filter(condition -> condition.side() == side).toList());
    }

    /** Conditions in free text, as a document's sentence begins: {@code If type is company}. */
    static String condition(List<Condition> where) {
        return "If " + where.stream().map(CellText::words).collect(Collectors.joining(" and "));
    }

    /** {@code type is company or partner}, {@code mail is not empty}. */
    static String words(Condition condition) {
        return condition.property()
                + (condition.negated() ? " is not " : " is ")
                + (condition.anyOf().isEmpty()
                        ? "empty"
                        : condition.anyOf().stream().map(Values::text).collect(Collectors.joining(" or ")));
    }
}
