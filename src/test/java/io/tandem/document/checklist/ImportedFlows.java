package io.tandem.document.checklist;

import io.tandem.document.Cell;
import io.tandem.document.DataflowDocument;
import io.tandem.document.Section;
import io.tandem.document.Sentence;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Connection;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flows that a document becomes, each line kept as it stands. */
final class ImportedFlows {

    private ImportedFlows() {}

    static List<Flow> of(DataflowDocument document) {
        return document.sections().stream()
                .map(section -> flow(document.stem() + "#" + section.number(), section))
                .toList();
    }

    static Row row(String source, String target, ValueType type, Direction direction, boolean documented) {
        return new Row(
                source,
                target,
                type,
                Map.of(),
                null,
                null,
                direction,
                ConflictPolicy.LATEST,
                FirstMergePolicy.LATEST,
                documented);
    }

    private static Flow flow(String id, Section section) {
        List<Documented.Match> matches = new ArrayList<>();
        List<Documented.Property> properties = new ArrayList<>();
        int place = 1;
        for (Section.Line line : section.match()) {
            MatchPair pair = new MatchPair(path(line, 0), path(line, 1));
            matches.add(new Documented.Match(List.of(pair), "", List.of(line(id, place++, line))));
        }
        for (Section.Line line : section.properties()) {
            Row row = row(path(line, 0), path(line, 1), ValueType.NONE, Direction.BOTH, true);
            properties.add(new Documented.Property(row, "", List.of(line(id, place++, line))));
        }
        return new Flow(
                section.flow(),
                "",
                new EntityKey("a", section.flow()),
                new EntityKey("b", section.flow()),
                link(section.sentences()),
                "its condition has to be written",
                matches.stream().map(Documented.Match::pairs).toList(),
                properties.stream().map(Documented.Property::row).toList(),
                DeletePolicy.KEEP,
                List.of(),
                List.of(),
                false,
                section.connectedTo().stream()
                        .map(name -> new Connection(new EntityKey("a", name)))
                        .toList(),
                Optional.empty(),
                new Documented(
                        List.of(new Documented.Section(
                                id,
                                section.entities().a(),
                                section.entities().b(),
                                section.targetSystem(),
                                section.shape(),
                                section.condition(),
                                section.connectedTo(),
                                false)),
                        matches,
                        properties));
    }

    private static String path(Section.Line line, int cell) {
        return Cell.of(line.cells().get(cell)).path();
    }

    private static Documented.Line line(String section, int place, Section.Line line) {
        return new Documented.Line(
                section + "." + place,
                line.cells().size() == 3 ? Optional.of(line.cells().get(2)) : Optional.empty(),
                line.cells().subList(0, 2));
    }

    private static LinkPolicy link(List<Sentence> sentences) {
        if (sentences.contains(Sentence.COND)) {
            return LinkPolicy.OFF;
        }
        if (sentences.contains(Sentence.CONNECTED)) {
            return LinkPolicy.CONNECTED;
        }
        if (sentences.contains(Sentence.EVERY)) {
            return sentences.contains(Sentence.IFNO) ? LinkPolicy.MATCHED_OR_CREATE : LinkPolicy.EVERY;
        }
        return LinkPolicy.MATCHED;
    }
}
