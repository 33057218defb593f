package io.tandem.document;

import io.tandem.record.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a list-table: a directive, its option, and rows of cells. */
final class TableReader {

    private static final String DIRECTIVE = ".. list-table::";
    private static final String OPTION = "   :header-rows: 1";
    private static final Pattern FIRST = Pattern.compile("( *)\\* -(?: (.*))?");
    private static final Pattern NEXT = Pattern.compile("( *)-(?: (.*))?");
    /** A type that lost its place, whatever it says. */
    private static final Pattern BARE = Pattern.compile("[^ ].*");
    /** One that is known for a type behind blank lines too. */
    private static final Pattern PLAIN = Pattern.compile("\".*|N/A");

    /** A table of properties has a third column. */
    private static final int WITH_TYPE = 3;

    private static final int FIRST_INDENT = 3;
    private static final int NEXT_INDENT = 5;

    private final Lines lines;
    private final int columns;
    private final List<Table.Row> rows = new ArrayList<>();
    private List<String> cells = new ArrayList<>();
    private int start;

    TableReader(Lines lines, int columns) {
        this.lines = lines;
        this.columns = columns;
    }

    /** @return empty if no table stands here; that is reported */
    Optional<Table> read(int end) {
        int line = lines.number();
        if (!isPart(lines.peek()) && !isCell(lines.peek())) {
            lines.problem(line, 1, "a table is missing here; wanted " + DIRECTIVE);
            return Optional.empty();
        }
        wanted(DIRECTIVE);
        wanted(OPTION);
        if (lines.blanks() == 0) {
            lines.problem(lines.number(), 1, "a blank line is missing before the rows of the table");
        }
        while (lines.number() < end && (isCell(lines.peek()) || goesOn(end))) {
            if (lines.blanks() == 0) {
                cellOrNot(lines.peek());
            }
        }
        endRow();
        if (rows.isEmpty()) {
            lines.problem(line, 1, "the table has no header row");
            return Optional.of(new Table(line, List.of(), List.of()));
        }
        return Optional.of(new Table(line, rows.get(0).cells(), rows.subList(1, rows.size())));
    }

    /** Whether cells follow behind blank lines, or behind one line that is none. */
    private boolean goesOn(int end) {
        int ahead = 0;
        while (lines.number() + ahead < end && lines.peek(ahead).isBlank()) {
            ahead++;
        }
        String next = lines.peek(Math.max(1, ahead));
        return lines.number() + Math.max(1, ahead) < end
                && (isMarked(next)
                        || ahead > 0 && lacksType() && PLAIN.matcher(next).matches());
    }

    private void wanted(String text) {
        if (lines.peek().equals(text)) {
            lines.take();
        } else {
            lines.problem(lines.number(), 1, "a line is missing before this one: " + text.strip());
        }
    }

    /** Whether a line can stand in a table alone. */
    static boolean isPart(String line) {
        return isMarked(line) || line.equals(DIRECTIVE) || line.equals(OPTION);
    }

    private boolean isCell(String line) {
        return isMarked(line) || lacksType() && BARE.matcher(line).matches();
    }

    private boolean lacksType() {
        return columns == WITH_TYPE && cells.size() == columns - 1;
    }

    private static boolean isMarked(String line) {
        return FIRST.matcher(line).matches() || NEXT.matcher(line).matches();
    }

    private void cellOrNot(String line) {
        if (isCell(line)) {
            cell(line);
        } else {
            lines.skip("this line is no cell of the table");
        }
    }

    private void cell(String line) {
        Matcher first = FIRST.matcher(line);
        Matcher next = NEXT.matcher(line);
        if (first.matches()) {
            endRow();
            start = lines.number();
            checkIndent(first.group(1), FIRST_INDENT);
            cells.add(text(first.group(2)));
        } else if (next.matches()) {
            if (cells.isEmpty()) {
                lines.problem(lines.number(), 1, "the table's first row must begin with * -");
            }
            boolean last = cells.size() == columns - 1;
            if (!last || !next.group(1).isEmpty()) {
                checkIndent(next.group(1), NEXT_INDENT);
            }
            cells.add(text(next.group(2)));
        } else {
            cells.add(line);
        }
        lines.take();
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private void checkIndent(String blanks, int wanted) {
        if (blanks.length() != wanted) {
            lines.problem(
                    lines.number(),
                    1,
                    "a cell stands at column " + (blanks.length() + 1) + "; wanted column " + (wanted + 1));
        }
    }

    private void endRow() {
        if (cells.isEmpty()) {
            return;
        }
        if (cells.size() == columns) {
            rows.add(new Table.Row(start == 0 ? lines.number() : start, cells));
        } else {
            lines.problem(
                    start == 0 ? lines.number() : start,
                    1,
                    "a row of the table has " + Count.of(cells.size(), "cell") + "; wanted " + columns
                            + ". The row is left out");
        }
        cells = new ArrayList<>();
        start = 0;
    }
}
