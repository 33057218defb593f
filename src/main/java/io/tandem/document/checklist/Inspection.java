package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentProblem;
import io.tandem.document.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds a document against the configuration, line by line.
 *
 * <p>Shape: a document, and what the configuration would write in its place, in; each line with its verdict out. No line is
 * left out: each sentence, each row, each problem of the reader, and what only the configuration has. Pure; no call.
 */
public final class Inspection {

    private final DataflowDocument document;
    private final List<String> text;

    private Inspection(DataflowDocument document, List<String> text) {
        this.document = document;
        this.text = text;
    }

    /**
     * @param text the document as it was read
     * @param checklist empty if no flow comes from a document of this name
     */
    public static CheckedDocument of(DataflowDocument document, String text, Optional<Checklist> checklist) {
        return new Inspection(document, text.lines().toList()).against(checklist);
    }

    private CheckedDocument against(Optional<Checklist> checklist) {
        List<ConfiguredSection> configured = checklist.map(Checklist::sections).orElse(List.of());
        SectionPairs pairs = SectionPairs.of(
                document.sections(),
                configured.stream().map(ConfiguredSection::section).toList());
        List<CheckedSection> sections = new ArrayList<>();
        for (int i = 0; i < document.sections().size(); i++) {
            int partner = pairs.partner(i);
            sections.add(section(i, partner < 0 ? Optional.empty() : Optional.of(configured.get(partner))));
        }
        pairs.left().forEach(i -> sections.add(SectionInspection.extra(configured.get(i))));
        return new CheckedDocument(document, head(checklist.map(Checklist::document)), sections);
    }

    private List<CheckedLine> head(Optional<DataflowDocument> configured) {
        List<CheckedLine> lines = new ArrayList<>();
        configured.ifPresent(has -> {
            if (!names(has).equals(names(document))) {
                lines.add(head(names(document), LineVerdict.DIFFERS, "the configuration is about " + names(has)));
            }
            if (!has.generated().isEmpty() && !has.generated().equals(document.generated())) {
                lines.add(head(
                        "Generated: " + document.generated().replace('T', ' '),
                        LineVerdict.FULFILLED,
                        "the configuration was made from the document of "
                                + has.generated().replace('T', ' ')));
            }
        });
        document.notes()
                .forEach(note -> lines.add(CheckedLine.text(
                        note.line(), "", LineKind.DOCUMENT, shown(note), LineVerdict.FULFILLED, where(note))));
        lines.addAll(problems(0, startOf(0), ""));
        return lines;
    }

    /** As one text: where " to " stands in a name, only the document's name tells where to cut. */
    private static String names(DataflowDocument document) {
        return document.source() + " to " + document.target();
    }

    private CheckedLine head(String start, LineVerdict verdict, String detail) {
        int line = 1;
        while (line < text.size() && !text.get(line - 1).startsWith(start)) {
            line++;
        }
        return CheckedLine.text(line, "", LineKind.DOCUMENT, start, verdict, detail);
    }

    /** The line of a section's heading; behind the last one the end. */
    private int startOf(int section) {
        return section < document.sections().size()
                ? document.sections().get(section).line()
                : Integer.MAX_VALUE;
    }

    private CheckedSection section(int index, Optional<ConfiguredSection> configured) {
        Section section = document.sections().get(index);
        CheckedSection checked = SectionInspection.of(section, configured);
        return new CheckedSection(
                section,
                checked.flow(),
                checked.side(),
                Stream.concat(
                                checked.lines().stream(),
                                problems(section.line(), startOf(index + 1), checked.flow()).stream())
                        .sorted(Comparator.comparingInt(CheckedLine::line))
                        .toList(),
                checked.extras());
    }

    /** @param end the first line that belongs to the next section */
    private List<CheckedLine> problems(int from, int end, String flow) {
        return document.problems().stream()
                .filter(problem -> problem.line() >= from && problem.line() < end)
                .map(problem -> CheckedLine.text(
                        problem.line(),
                        flow,
                        LineKind.PROBLEM,
                        shown(problem),
                        LineVerdict.NOT_CHECKABLE,
                        where(problem)))
                .toList();
    }

    private static String where(DocumentProblem problem) {
        return "column " + problem.column() + ": " + problem.message();
    }

    private String shown(DocumentProblem problem) {
        return problem.line() <= text.size() ? text.get(problem.line() - 1).strip() : "";
    }
}
