package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * A document, compared with the configuration.
 *
 * @param head what is to be said of the lines before the first section
 * @param sections the document's, in its order; behind them those that only the configuration has
 */
public record CheckedDocument(DataflowDocument document, List<CheckedLine> head, List<CheckedSection> sections) {

    public CheckedDocument {
        head = List.copyOf(head);
        sections = List.copyOf(sections);
    }

    /** All, in the document's order; what only the configuration has stands behind its section. */
    public List<CheckedLine> lines() {
        List<CheckedLine> lines = new ArrayList<>(head);
        sections.forEach(section -> {
            lines.addAll(section.lines());
            lines.addAll(section.extras());
        });
        return lines;
    }
}
