package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.document.Ends;
import io.tandem.document.FlowIds;
import io.tandem.document.Section;
import io.tandem.record.EntityKey;
import java.util.List;

/**
 * A section of a document, with the entities that it means.
 *
 * @param stem of its document's name
 * @param flow the id of a flow between them
 * @param source and {@code target}: in the section's own direction
 */
record ResolvedSection(
        String stem,
        Section section,
        String flow,
        EntityKey source,
        EntityKey target,
        List<EntityKey> connectedTo,
        Policy policy) {

    static ResolvedSection of(
            DataflowDocument document, Section section, DescribedSystems described, EntityNames names) {
        FlowIds ids = FlowIds.of(document);
        Ends ends = ids.ends(section);
        return new ResolvedSection(
                document.stem(),
                section,
                ends.flow(),
                names.of(
                        described.entity(ends.sourceSystem(), ends.sourceEntity()),
                        section.entities().a()),
                names.of(
                        described.entity(ends.targetSystem(), ends.targetEntity()),
                        section.entities().b()),
                ids.connectedTo(section).stream()
                        .map(entity -> described.entity(ends.sourceSystem(), entity))
                        .toList(),
                Policy.of(section));
    }

    String id() {
        return stem + "#" + section.number();
    }
}
