package io.tandem.document.checklist;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * One line of a document, compared with the configuration.
 *
 * @param line 1-based; of what only the configuration has, the heading of its section, 0 if the document has none
 * @param flow the flow that does it; "" if the line speaks of no flow
 * @param text a sentence as it stands, {@code email = mail} for a match, {@code email -> mail : string} for a property
 * @param detail how or why; "" if there is nothing to add
 * @param other what the other side has in its place, where that differs or is repeated; else ""
 * @param cells of a row, as they stand; else empty
 * @param own whether this is what the site added by itself: it may
 */
public record CheckedLine(
        int line,
        String flow,
        LineKind kind,
        String text,
        LineVerdict verdict,
        String detail,
        @JsonIgnore String other,
        @JsonIgnore List<String> cells,
        @JsonIgnore boolean own) {

    public CheckedLine {
        cells = List.copyOf(cells);
    }

    static CheckedLine text(int line, String flow, LineKind kind, String text, LineVerdict verdict, String detail) {
        return new CheckedLine(line, flow, kind, text, verdict, detail, "", List.of(), false);
    }

    /** Whether a person has to look: the document and the configuration don't agree, or the line wasn't understood. */
    @JsonIgnore
    public boolean isDifference() {
        return verdict != LineVerdict.FULFILLED && !own;
    }
}
