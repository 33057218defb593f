package io.tandem.document.checklist;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A row of a document as one line for people. */
final class RowText {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private RowText() {}

    /** @param cells two for a match row, three for a property row */
    static String of(List<String> cells) {
        return cells.size() == 2
                ? cells.get(0) + " = " + cells.get(1)
                : cells.get(0) + " -> " + cells.get(1) + " : " + type(cells.get(2));
    }

    /** Without its quotes, if it is one quoted word. */
    static String type(String cell) {
        Matcher quoted = QUOTED.matcher(cell);
        return quoted.matches() ? quoted.group(1) : cell;
    }
}
