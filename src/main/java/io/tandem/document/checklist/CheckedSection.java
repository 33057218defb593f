package io.tandem.document.checklist;

import io.tandem.document.Section;
import java.util.List;

/**
 * A section of a document, compared with the configuration.
 *
 * @param section the document's; the configuration's if the document has none
 * @param lines sentences, rows and what wasn't understood, in the document's order
 * @param extras what only the configuration has
 */
public record CheckedSection(
        Section section, String flow, Side side, List<CheckedLine> lines, List<CheckedLine> extras) {

    /** Who has the section. */
    public enum Side {
        BOTH,
        DOCUMENT,
        CONFIGURATION
    }

    public CheckedSection {
        lines = List.copyOf(lines);
        extras = List.copyOf(extras);
    }
}
