package io.tandem.document;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes a dataflow document as {@link DocumentParser} reads it, without the paragraph that follows the introduction's
 * heading.
 *
 * <p>Shape: a document in, its text with LF out. {@code parse(write(d))} has the same flows as {@code d}.
 */
public final class DocumentWriter {

    private final StringBuilder text = new StringBuilder();

    private DocumentWriter() {}

    /** @return reStructuredText; ends with a line end */
    public static String write(DataflowDocument document) {
        DocumentWriter writer = new DocumentWriter();
        writer.head(document);
        document.sections().forEach(writer::section);
        return writer.text.toString();
    }

    private void head(DataflowDocument document) {
        String title = document.source() + " to " + document.target() + " Dataflow";
        String line = "=".repeat(title.length());
        lines(line, title, line, "", "Generated: " + document.generated().replace('T', ' '), "");
        lines("Introduction", "------------", "");
    }

    private void section(Section section) {
        String heading = section.entities().heading();
        lines("", heading, "-".repeat(heading.length()));
        List<Sentence> sentences = section.sentences();
        IntStream.range(0, sentences.size()).forEach(i -> {
            lines(section.written(sentences.get(i)));
            if (sentences.get(i) != Sentence.IFMATCH) {
                lines("");
            }
            if (sentences.get(i).hasTable()) {
                table(section, sentences.get(i) == Sentence.MERGE);
            }
        });
    }

    private void table(Section section, boolean match) {
        lines(".. list-table::", "   :header-rows: 1", "");
        lines(
                "   * - " + section.entities().a() + " Property",
                "     - " + section.entities().b() + " Property");
        if (!match) {
            lines("     - " + section.targetSystem() + " Data Type");
        }
        (match ? section.match() : section.properties())
                .forEach(row -> IntStream.range(0, row.cells().size())
                        .forEach(i -> lines(
                                ((i == 0 ? "   * - " : "     - ") + row.cells().get(i)).stripTrailing())));
        lines("");
    }

    private void lines(String... lines) {
        for (String line : lines) {
            text.append(line).append('\n');
        }
    }
}
