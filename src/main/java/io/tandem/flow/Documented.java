package io.tandem.flow;

import java.util.List;
import java.util.Optional;

/**
 * What a flow's file says of the documents that it comes from, so that reports speak of the document's own lines. Rows and
 * matches that are switched off stand here and nowhere else: a sync never sees them.
 *
 * @param sections of documents; several where mirrored or equal sections became one flow; empty if no document has it
 * @param matches every alternative in the file's order, also those that are off
 * @param properties every row under {@code properties} in the file's order, also those that are off
 */
public record Documented(List<Section> sections, List<Match> matches, List<Property> properties) {

    public static final Documented NOTHING = new Documented(List.of(), List.of(), List.of());

    public Documented {
        sections = List.copyOf(sections);
        matches = List.copyOf(matches);
        properties = List.copyOf(properties);
    }

    /**
     * A section of a document.
     *
     * @param id {@code <document>#<n>}, n from 1
     * @param source and {@code target}, {@code system}: as the document names them, in the section's own direction
     * @param shape the sentences' names in their order
     * @param freeText of these sentences
     * @param mirrored whether it speaks of the flow's way back: its source is the flow's target
     */
    public record Section(
            String id,
            String source,
            String target,
            String system,
            String shape,
            FreeText freeText,
            boolean mirrored) {}

    /**
     * What the sentences of a section say beside their fixed words.
     *
     * @param condition under which records take part, in a person's words; "" without
     * @param connectedTo the entities that a record must be connected to, as the document has them: the first with its
     *     system's name
     * @param connectedInto the system at the end of that sentence, where it isn't called as in the table; else ""
     */
    public record FreeText(String condition, List<String> connectedTo, String connectedInto) {

        public static final FreeText NONE = new FreeText("", List.of(), "");

        public FreeText {
            connectedTo = List.copyOf(connectedTo);
        }
    }

    /**
     * One line of a document's table.
     *
     * @param id {@code <document>#<n>.<k>}, k from 1 through both tables of the section
     * @param type the type cell, where it can't be given back from the row's type
     * @param cells the source's and the target's cell, in the flow's direction, where they can't be given back from paths
     *     and conditions; else empty
     */
    public record Line(String id, Optional<String> type, List<String> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /** One alternative of a match. @param off why it is switched off; "" if it is on */
    public record Match(List<MatchPair> pairs, String off, List<Line> lines) {
        public Match {
            pairs = List.copyOf(pairs);
            lines = List.copyOf(lines);
        }
    }

    /** One row. @param off why it is switched off; "" if it is on */
    public record Property(Row row, String off, List<Line> lines) {
        public Property {
            lines = List.copyOf(lines);
        }
    }

    /** The documents' lines that a row comes from; none for a site's own. */
    public List<String> linesOf(Row row) {
        return properties.stream()
                .filter(property -> property.row().id().equals(row.id()))
                .flatMap(property -> property.lines().stream())
                .map(Line::id)
                .toList();
    }
}
