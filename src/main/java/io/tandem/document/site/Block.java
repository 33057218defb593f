package io.tandem.document.site;

import java.util.List;

/** What a page is made of. */
sealed interface Block {

    record Heading(String text) implements Block {}

    record Paragraph(Line line) implements Block {}

    record Bullets(List<Line> lines) implements Block {}

    /** @param rows each with a cell for each column */
    record Table(List<String> columns, List<List<Line>> rows) implements Block {}

    /**
     * A drawing.
     *
     * @param svg the drawing itself, for HTML
     * @param file where it also is, for Markdown
     * @param text what it shows, for those who don't see it
     */
    record Picture(String svg, String file, String text) implements Block {}
}
