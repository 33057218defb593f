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

    private static final Pattern TITLE = Pattern.compile("(.*) to (.*) Dataflow");
    private static final Pattern GENERATED =
            Pattern.compile("Generated: (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)");
    private static final Pattern INTRODUCTION = Pattern.compile("Introduction\\.?");

    private final String name;
    private final Lines lines;
    private String source = "";
    private String target = "";
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
        title();
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
                    && INTRODUCTION.matcher(lines.peek()).matches()
                    && !introduced) {
                introduced = true;
                introduction();
            } else if (lines.isHeading('-')) {
                sections.add(new SectionReader(lines, sections.size() + 1).read());
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
        return new DataflowDocument(
                name, source, target, generated, new FlowIds(name, source, target).of(sections), lines.problems());
    }

    private void title() {
        boolean over = Lines.isLineOf(lines.peek(), '=');
        if (over) {
            lines.take();
        } else {
            lines.problem(lines.number(), 1, "the line of = above the title is missing");
        }
        String title = lines.peek();
        List<String[]> cuts = cuts(title);
        if (cuts.isEmpty()) {
            lines.problem(lines.number(), 1, "the title is missing; wanted: {Source} to {Target} Dataflow");
            return;
        }
        String[] cut = FlowIds.best(name, cuts);
        source = cut[0];
        target = cut[1];
        int number = lines.number();
        lines.take();
        if (!Lines.isLineOf(lines.peek(), '=')) {
            lines.problem(lines.number(), 1, "the line of = below the title is missing");
        } else {
            if (lines.peek().length() != title.length()) {
                lines.problem(
                        number,
                        1,
                        "the title has " + title.length() + " characters, the line below it "
                                + lines.peek().length());
            }
            lines.take();
        }
    }

    /** Every way to cut a title in two. */
    private static List<String[]> cuts(String title) {
        List<String[]> cuts = new ArrayList<>();
        if (TITLE.matcher(title).matches()) {
            String names = title.substring(0, title.length() - " Dataflow".length());
            for (int at = names.indexOf(" to "); at >= 0; at = names.indexOf(" to ", at + 1)) {
                cuts.add(new String[] {names.substring(0, at), names.substring(at + " to ".length())});
            }
        }
        return cuts;
    }

    /** One fixed paragraph follows, which says nothing about the flows. */
    private void introduction() {
        lines.take();
        lines.take();
        lines.blanks();
        while (lines.more() && !lines.peek().isBlank() && !lines.isHeading('-')) {
            lines.take();
        }
    }
}
