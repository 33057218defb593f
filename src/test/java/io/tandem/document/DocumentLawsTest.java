package io.tandem.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read again, and no text stops the reader. */
class DocumentLawsTest {

    @Property(tries = 300)
    void whatIsWritten_isReadAgain(@ForAll("documents") DataflowDocument document) {
        DataflowDocument read = DocumentParser.parse(document.name(), DocumentWriter.write(document));
        assertThat(read.problems()).isEmpty();
        assertThat(DocumentWriter.write(read)).isEqualTo(DocumentWriter.write(document));
        assertThat(read.sections()).hasSameSizeAs(document.sections());
    }

    @Property(tries = 300)
    void noTextStopsTheReader(@ForAll("documents") DataflowDocument document, @ForAll("edits") List<Edit> edits) {
        List<String> lines =
                new ArrayList<>(DocumentWriter.write(document).lines().toList());
        edits.forEach(edit -> edit.change(lines));
        DataflowDocument read = DocumentParser.parse("a-b.rst", String.join("\r\n", lines));
        assertThat(read.problems()).allMatch(problem -> problem.line() > 0 && problem.column() > 0);
    }

    record Edit(int at, int kind, String text) {
        void change(List<String> lines) {
            int line = lines.isEmpty() ? 0 : Math.floorMod(at, lines.size());
            switch (lines.isEmpty() ? 0 : kind) {
                case 0 -> lines.add(line, text);
                case 1 -> lines.remove(line);
                case 2 -> lines.set(line, lines.get(line) + text);
                default -> lines.add(line, lines.get(Math.floorMod(at * 31, lines.size())));
            }
        }
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.oneOf(
                                Arbitraries.strings().ofMaxLength(40),
                                Arbitraries.of("---", "====", "   * - x", "     - y", "- \"string\"", " to ", "")))
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<DataflowDocument> documents() {
        return GeneratedDocuments.any();
    }
}
