package io.tandem.document.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.document.DocumentWriter;
import io.tandem.document.GeneratedDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** A document is fulfilled by what it became, is given back as it was, and no line of it changes unseen. */
class InspectionLawsTest {

    private static DataflowDocument parse(String name, String text) {
        return DocumentParser.parse(name, text);
    }

    private static Checklist imported(DataflowDocument document) {
        return ImportedSite.of(List.of(document)).get(document.stem());
    }

    @Property(tries = 20)
    void everyLineIsFulfilled_byWhatTheDocumentBecame(@ForAll("documents") DataflowDocument written) {
        String text = DocumentWriter.write(written);
        DataflowDocument document = parse(written.name(), text);
        CheckedDocument checked = Inspection.of(document, text, Optional.of(imported(document)));
        assertThat(checked.lines()).allMatch(line -> line.verdict() == LineVerdict.FULFILLED);
        assertThat(checked.lines())
                .hasSize(document.sections().stream()
                        .mapToInt(section -> section.sentences().size()
                                + section.match().size()
                                + section.properties().size())
                        .sum());
    }

    @Property(tries = 40)
    void theDocumentIsGivenBack(@ForAll("documents") DataflowDocument written) {
        DataflowDocument document = parse(written.name(), DocumentWriter.write(written));
        assertThat(DocumentWriter.write(imported(document).document())).isEqualTo(DocumentWriter.write(document));
    }

    @Tag("thorough")
    @Property(tries = 3000)
    void noLineOfManyChangesUnseen(@ForAll("documents") DataflowDocument written, @ForAll("edits") Edit edit) {
        noLineChangesUnseen(written, edit);
    }

    @Property(tries = 50)
    void noLineChangesUnseen(@ForAll("documents") DataflowDocument written, @ForAll("edits") Edit edit) {
        String text = DocumentWriter.write(written);
        DataflowDocument document = parse(written.name(), text);
        List<String> lines = new ArrayList<>(text.lines().toList());
        Assume.that(edit.changes(lines));
        String changed = String.join("\n", lines);
        CheckedDocument checked =
                Inspection.of(parse(written.name(), changed), changed, Optional.of(imported(document)));
        assertThat(checked.lines())
                .as(changed)
                .anyMatch(line -> line.verdict() != LineVerdict.FULFILLED || line.kind() == LineKind.DOCUMENT);
    }

    /** One line removed, changed or inserted. */
    record Edit(int at, Kind kind, String text) {

        enum Kind {
            REMOVE,
            APPEND,
            CUT,
            INSERT,
            REPEAT
        }

        /** Here the introduction's paragraph would stand, whatever it says. */
        private static final int PARAGRAPH = 8;

        private static final int FIRST_HEADING = 10;

        /** @return false if the document says the same as before: blank lines, the paragraph */
        boolean changes(List<String> lines) {
            int line = Math.floorMod(at, lines.size());
            String before = lines.get(line);
            boolean inParagraph = line >= PARAGRAPH && (line < FIRST_HEADING || line == FIRST_HEADING && inserts());
            switch (kind) {
                case REMOVE -> lines.remove(line);
                case APPEND -> lines.set(line, before + text);
                case CUT -> lines.set(line, before.substring(0, Math.floorMod(at * 31, before.length() + 1)));
                case INSERT -> lines.add(line, text);
                case REPEAT -> lines.add(line, lines.get(Math.floorMod(at * 31, lines.size())));
            }
            String now = kind == Kind.REMOVE ? "" : lines.get(line);
            boolean same = !inserts() && now.stripTrailing().equals(before);
            boolean blank = now.isBlank() && (before.isBlank() || inserts());
            return !same && !blank && !now.equals("Introduction.") && !inParagraph;
        }

        private boolean inserts() {
            return kind == Kind.INSERT || kind == Kind.REPEAT;
        }
    }

    @Provide
    Arbitrary<Edit> edits() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.of(Edit.Kind.class),
                        Arbitraries.oneOf(
                                Arbitraries.strings()
                                        .withCharRange(' ', '~')
                                        .ofMinLength(1)
                                        .ofMaxLength(20),
                                Arbitraries.of("x", ".", "---", "=", "   * - x", "     - y", "- \"string\"", " to ")))
                .as(Edit::new);
    }

    @Provide
    Arbitrary<DataflowDocument> documents() {
        return GeneratedDocuments.any();
    }
}
