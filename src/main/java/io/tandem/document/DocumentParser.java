package io.tandem.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a dataflow document. What it doesn't understand it reports with line and column, and goes on behind it: no line
 * is left out silently.
 *
 * <p>Shape: a text with CRLF or LF in, one document out, never null. Cost: each line is looked at a few times; no call,
 * no file. Errors: none; problems stand in the document.
 */
public final class DocumentParser {

    private static final String DATAFLOW = " Dataflow";
    private static final Pattern TITLE = Pattern.compile("(.*) to (.*)" + DATAFLOW);
    private static final Pattern GENERATED =
            Pattern.compile("Generated: (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)");
    private static final String INTRODUCTION = "Introduction";

    private final String name;
    private final Lines lines;
    private List<TitleCut> cuts = List.of();
    private String generated = "";

    private DocumentParser(String name, String text) {
        this.name = name;
        this.lines = new Lines(text);
    }

    /** @param name the document's file name, which identifies it */
    public static DataflowDocument parse(String name, String text) {
        return new DocumentParser(name, text).read();
    }

    private DataflowDocument read() {
        lines.blanks();
        cuts = title();
        List<Section> sections = new ArrayList<>();
        boolean introduced = false;
        while (lines.more()) {
            lines.blanks();
            if (!lines.more()) {
                break;
            }
            if (GENERATED.matcher(lines.peek()).matches() && generated.isEmpty() && sections.isEmpty()) {
                Matcher stamp = GENERATED.matcher(lines.take());
                generated = stamp.matches() ? stamp.group(1) + "T" + stamp.group(2) : "";
            } else if (lines.isHeading('-')
                    && (lines.peek().equals(INTRODUCTION) || lines.peek().equals(INTRODUCTION + "."))
                    && !introduced) {
                introduced = true;
                introduction();
            } else if (lines.isHeading('-')) {
                sections.add(new SectionReader(lines, cuts, sections.size() + 1).read());
            } else {
                lines.skip("this line is not understood: wanted a heading, underlined with -");
            }
        }
        if (generated.isEmpty()) {
            lines.problem(1, 1, "the line with the time is missing: Generated: YYYY-MM-DD HH:MM:SS");
        }
        if (!introduced) {
            lines.problem(1, 1, "the heading Introduction is missing");
        }
        TitleCut title = TitleCut.best(cuts, name, sections);
        return new DataflowDocument(
                name,
                title.source(),
                title.target(),
                generated,
                new FlowIds(name, title.source(), title.target()).of(sections),
                lines.problems(),
                lines.notes());
    }

    private List<TitleCut> title() {
        String above = lines.peek();
        boolean over = Lines.isLineOf(lines.peek(), '=');
        if (over) {
            lines.take();
        } else {
            lines.problem(lines.number(), 1, "the line of = above the title is missing");
        }
        String title = lines.peek();
        List<TitleCut> found = TITLE.matcher(title).matches()
                ? TitleCut.of(title.substring(0, title.length() - DATAFLOW.length()))
                : List.of();
        if (found.isEmpty()) {
            lines.problem(lines.number(), 1, "the title is missing; wanted: {Source} to {Target} Dataflow");
            return found;
        }
        if (over) {
            lines.checkLength(lines.number() - 1, "title", title, "above", above);
        }
        lines.take();
        if (!Lines.isLineOf(lines.peek(), '=')) {
            lines.problem(lines.number(), 1, "the line of = below the title is missing");
        } else {
            lines.checkLength(lines.number(), "title", title, "below", lines.peek());
            lines.take();
        }
        return found;
    }

    /**
     * Older documents have a full stop in the heading, and a line below it that is one short. One fixed paragraph follows,
     * which says nothing about the flows. What can be no words of it is not taken for it: a part of a table, and a line that
     * a heading follows without a blank line between.
     */
    private void introduction() {
        String heading = lines.take();
        if (lines.peek().length() == INTRODUCTION.length()) {
            lines.noteIfShort(heading);
        } else {
            lines.checkLength(lines.number(), "heading", heading, "below", lines.peek());
        }
        lines.take();
        lines.blanks();
        while (lines.more() && (Lines.isLineOf(lines.peek(), '-') || Lines.isLineOf(lines.peek(), '='))) {
            lines.skip("this line is not understood: it stands under no heading");
            lines.blanks();
        }
        while (lines.more() && !lines.peek().isBlank() && !lines.isHeading('-')) {
            if (lines.isHeading(1, '-')) {
                lines.skip("a blank line is missing between this one and the heading");
            } else if (TableReader.isPart(lines.peek())) {
                lines.skip("this line is not understood: a part of a table, and no sentence that needs one before it");
            } else {
                lines.take();
            }
        }
    }
}
