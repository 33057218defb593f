package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import java.util.List;

/**
 * A document as the configuration would write it.
 *
 * @param sections one for each of the document's, in its order
 */
public record Checklist(DataflowDocument document, List<ConfiguredSection> sections) {

    public Checklist {
        sections = List.copyOf(sections);
    }
}
