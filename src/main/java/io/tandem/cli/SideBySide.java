package io.tandem.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of records as columns, fitted to a terminal's width; columns that don't fit follow below. */
final class SideBySide {

    private static final int WIDTH = 100;
    private static final int LEAST = 18;
    private static final int LONGEST_LABEL = 30;
    private static final String GAP = "  ";

    /** @param cells one for each column */
    record Line(String label, List<String> cells) {}

    private SideBySide() {}

    /** The first column, the record itself, stands in each block. */
    static List<String> fitted(List<Line> lines) {
        int label = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        int labelWidth = Math.min(label, LONGEST_LABEL);
        int columns = lines.get(0).cells().size();
        int fit = Math.max(2, (WIDTH - labelWidth) / (LEAST + GAP.length()));
        List<String> out = new ArrayList<>();
        for (int from = 1; from < columns; from += fit - 1) {
            int to = Math.min(columns, from + fit - 1);
            int width = (WIDTH - labelWidth) / (to - from + 1) - GAP.length();
            for (Line line : lines) {
                List<String> cells = new ArrayList<>(List.of(line.cells().get(0)));
                cells.addAll(line.cells().subList(from, to));
                out.add((cut(line.label(), labelWidth)
                                + GAP
                                + cells.stream().map(cell -> cut(cell, width)).collect(Collectors.joining(GAP)))
                        .stripTrailing());
            }
        }
        return out;
    }

    /** Of that width exactly; control characters, which could change the terminal, are blanks. */
    private static String cut(String text, int width) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > width
                ? plain.substring(0, width - 1) + "…"
                : plain + " ".repeat(width - plain.length());
    }
}
