package io.tandem.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A property cell: a dotted path, and under which conditions it holds.
 *
 * @param path the property
 * @param conditions each once, in their order
 */
public record Cell(String path, List<Condition> conditions) {

    private static final String DEPENDANT = "Dependant on having";
    private static final Pattern FORM = Pattern.compile("(.*?)\\s*\\((" + DEPENDANT + ".*)\\)");
    private static final Pattern CONDITION = Pattern.compile("(.*) in (.*)");

    /** Between two conditions that stand in brackets of their own. */
    private static final Pattern GLUED = Pattern.compile("\\)\\s*\\($");

    /** @param value and {@code property}: either can be blank in a document */
    public record Condition(String value, String property) {}

    public Cell {
        conditions = List.copyOf(conditions);
    }

    /** Reads a cell as a document has it. A text that has another form is a path as it stands. */
    public static Cell of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return new Cell(text, List.of());
        }
        LinkedHashSet<Condition> conditions = new LinkedHashSet<>();
        for (String one : matcher.group(2).split(DEPENDANT)) {
            Matcher condition = CONDITION.matcher(one);
            if (condition.matches()) {
                conditions.add(new Condition(
                        condition.group(1).strip(),
                        GLUED.matcher(condition.group(2).strip()).replaceFirst("")));
            }
        }
        return new Cell(matcher.group(1), new ArrayList<>(conditions));
    }
}
