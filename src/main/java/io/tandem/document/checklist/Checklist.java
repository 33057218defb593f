package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A document as the configuration would write it.
 *
 * @param sections one for each of the document's, in its order
 */
public record Checklist(DataflowDocument document, List<ConfiguredSection> sections) {

    public Checklist {
        sections = List.copyOf(sections);
    }

    /** What a document says, taken for done: to compare another document with it. */
    public static Checklist of(DataflowDocument document) {
        return new Checklist(
                document,
                document.sections().stream()
                        .map(section -> new ConfiguredSection(
                                section,
                                section.flow(),
                                section.sentences().stream()
                                        .distinct()
                                        .collect(Collectors.toMap(sentence -> sentence, sentence -> Fulfilment.PLAIN)),
                                Collections.nCopies(section.match().size(), Fulfilment.PLAIN),
                                Collections.nCopies(section.properties().size(), Fulfilment.PLAIN),
                                false))
                        .toList());
    }
}
