package io.tandem.document.site;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a page as Markdown. */
final class MarkdownPage {

    private MarkdownPage() {}

    static String of(DocumentPage page) {
        StringBuilder text = new StringBuilder("# " + escaped(page.title()) + "\n\n");
        if (!page.up().isEmpty()) {
            text.append("[All flows](").append(page.up()).append(".md)\n\n");
        }
        page.blocks().forEach(block -> text.append(block(block)).append('\n'));
        return text.toString().stripTrailing() + "\n";
    }

    private static String block(Block block) {
        if (block instanceof Block.Heading heading) {
            return "## " + escaped(heading.text()) + "\n";
        }
        if (block instanceof Block.Paragraph paragraph) {
            return line(paragraph.line()) + "\n";
        }
        if (block instanceof Block.Bullets bullets) {
            return bullets.lines().stream()
                    .map(line -> "- " + line(line) + "\n")
                    .collect(Collectors.joining());
        }
        if (block instanceof Block.Table table) {
            return row(table.columns().stream().map(Line::plain).toList())
                    + "|" + " --- |".repeat(table.columns().size()) + "\n"
                    + table.rows().stream().map(MarkdownPage::row).collect(Collectors.joining());
        }
        Block.Picture picture = (Block.Picture) block;
        return "![" + escaped(picture.text()) + "](" + picture.file() + ")\n";
    }

    private static String row(List<Line> cells) {
        return cells.stream()
                .map(cell -> line(cell).replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"))
                .replaceAll(" +\\|", " |");
    }

    private static String line(Line line) {
        return line.spans().stream().map(MarkdownPage::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        if (!span.href().isEmpty()) {
            return "[" + escaped(span.text()) + "](" + span.href().replaceFirst("\\.html$", ".md") + ")";
        }
        return span.code() && !span.text().contains("`") ? "`" + flat(span.text()) + "`" : escaped(span.text());
    }

    /** Nothing in it is read as markup. */
    private static String escaped(String text) {
        return flat(text).replaceAll("([\\\\`*_\\[\\]<>])", "\\\\$1");
    }

    private static String flat(String text) {
        return text.replaceAll("\\R", " ");
    }
}
