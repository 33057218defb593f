package io.tandem.document.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.document.Cell;
import io.tandem.flow.Condition;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A property cell as a flow file has it.
 *
 * @param text as it stands in the document
 * @param when its conditions; several values of one property are alternatives; empty if something is missing
 * @param incomplete whether a condition lacks its value or property, or can't be read
 */
public record CellReading(String text, String path, List<SideCondition> when, boolean incomplete) {

    private static final String DEPENDANT = "Dependant on having";

    /** @param side whose property it names */
    public static CellReading of(String text, Side side) {
        Cell cell = Cell.of(text);
        Map<String, List<JsonNode>> values = new LinkedHashMap<>();
        cell.conditions().forEach(one -> values.computeIfAbsent(one.property(), p -> new ArrayList<>())
                .add(TextNode.valueOf(one.value())));
        boolean incomplete = !isUnderstood(text, cell)
                || cell.conditions().stream()
                        .anyMatch(one -> one.value().isBlank() || one.property().isBlank());
        List<SideCondition> when = new ArrayList<>();
        if (!incomplete) {
            values.forEach(
                    (property, anyOf) -> when.add(new SideCondition(side, new Condition(property, false, anyOf))));
        }
        return new CellReading(text, cell.path(), when, incomplete);
    }

    /** Whether each condition that the text speaks of was read. */
    private static boolean isUnderstood(String text, Cell cell) {
        String[] pieces = text.split(DEPENDANT, -1);
        return pieces.length == 1
                || !cell.path().contains(DEPENDANT)
                        && Arrays.stream(pieces).skip(1).allMatch(piece -> piece.contains(" in "));
    }

    /** Whether path and conditions give the text back. */
    boolean isPlain() {
        return written(path, when).equals(text);
    }

    /** A cell as documents write it. */
    public static String written(String path, List<SideCondition> conditions) {
        return path
                + conditions.stream()
                        .flatMap(one -> one.condition().anyOf().stream()
                                .map(value -> " (" + DEPENDANT + " " + value.asText() + " in "
                                        + one.condition().property() + ")"))
                        .collect(Collectors.joining());
    }
}
