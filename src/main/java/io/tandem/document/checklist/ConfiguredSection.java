package io.tandem.document.checklist;

import io.tandem.document.Section;
import io.tandem.document.Sentence;
import java.util.List;
import java.util.Map;

/**
 * A section as the configuration would write it, and what the configuration does about each of its lines.
 *
 * @param flow the flow that does it; mirrored sections have one together
 * @param sentences by sentence, one for each of the section's
 * @param match as many as the section's match rows; {@code properties} as many as its property rows
 * @param own whether no document has it: the flow is the site's own
 */
public record ConfiguredSection(
        Section section,
        String flow,
        Map<Sentence, Fulfilment> sentences,
        List<Fulfilment> match,
        List<Fulfilment> properties,
        boolean own) {

    public ConfiguredSection {
        sentences = Map.copyOf(sentences);
        match = List.copyOf(match);
        properties = List.copyOf(properties);
    }
}
