package io.tandem.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of records as columns, fitted to a terminal's width. Long cells are wrapped, then cut; columns that don't fit
 * follow in blocks below, each with the first column again. Pure.
 */
final class SideBySide {

    private static final int WIDTH = 100;
    private static final int LEAST = 18;
    private static final int LONGEST_LABEL = 30;
    private static final int MOST_LINES = 4;
    private static final String GAP = "  ";
    private static final String MARK = "* ";
    private static final String NO_MARK = "  ";

    /**
     * @param cells one for each column
     * @param marked whether it is to be seen first
     */
    record Line(String label, List<String> cells, boolean marked) {}

    private final List<Line> lines;
    private final int labelWidth;
    private final int room;
    private final List<String> out = new ArrayList<>();

    private SideBySide(List<Line> lines) {
        this.lines = lines;
        this.labelWidth = Math.min(LONGEST_LABEL, longest(lines.stream().map(Line::label)));
        this.room = WIDTH - MARK.length() - labelWidth;
    }

    static List<String> fitted(List<Line> lines) {
        SideBySide table = new SideBySide(lines);
        int columns = lines.get(0).cells().size();
        int beside = Math.max(1, table.room / (LEAST + GAP.length()) - 1);
        int from = 1;
        do {
            int to = Math.min(columns, from + beside);
            table.block(IntStream.concat(IntStream.of(0), IntStream.range(from, to))
                    .boxed()
                    .toList());
            from = to;
        } while (from < columns);
        return table.out;
    }

    private void block(List<Integer> columns) {
        int most = room / columns.size() - GAP.length();
        List<Integer> widths = columns.stream()
                .map(column -> Math.min(
                        most, longest(lines.stream().map(line -> line.cells().get(column)))))
                .toList();
        lines.forEach(line -> row(line, columns, widths));
    }

    private void row(Line line, List<Integer> columns, List<Integer> widths) {
        List<List<String>> cells = IntStream.range(0, columns.size())
                .mapToObj(i -> wrapped(line.cells().get(columns.get(i)), widths.get(i)))
                .toList();
        List<String> label = wrapped(line.label(), labelWidth);
        int height = Stream.concat(Stream.of(label), cells.stream())
                .mapToInt(List::size)
                .max()
                .orElseThrow();
        for (int i = 0; i < height; i++) {
            StringBuilder text = new StringBuilder(i == 0 && line.marked() ? MARK : NO_MARK);
            text.append(piece(label, i, labelWidth));
            for (int column = 0; column < cells.size(); column++) {
                text.append(GAP).append(piece(cells.get(column), i, widths.get(column)));
            }
            out.add(text.toString().stripTrailing());
        }
    }

    private static String piece(List<String> pieces, int i, int width) {
        String text = i < pieces.size() ? pieces.get(i) : "";
        return text + " ".repeat(width - length(text));
    }

    private static int longest(Stream<String> texts) {
        return texts.mapToInt(SideBySide::length).max().orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** At least one piece; the last ends in … if there was more. */
    private static List<String> wrapped(String text, int width) {
        int[] points = ForTerminal.of(text)
                .codePoints()
                .limit((long) width * MOST_LINES + 1)
                .toArray();
        boolean cut = points.length > width * MOST_LINES;
        int end = Math.min(points.length, width * MOST_LINES);
        if (cut) {
            points[end - 1] = '…';
        }
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < end; at += width) {
            pieces.add(new String(points, at, Math.min(width, end - at)));
        }
        return pieces.isEmpty() ? List.of("") : pieces;
    }
}
