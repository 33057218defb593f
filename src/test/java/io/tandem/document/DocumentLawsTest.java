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

    private static final List<List<Sentence>> SHAPES = List.of(
            List.of(Sentence.EVERY, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.BEFORE, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.BEFORE, Sentence.CONNECTED, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.BEFORE, Sentence.CONNECTED, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.EVERY, Sentence.IFMATCH, Sentence.IFNO, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.COND, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.COND, Sentence.IFMATCH, Sentence.IFNO, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS));

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
        Arbitrary<String> systems = Arbitraries.of("Teapot", "Tea Pot", "Letterbox", "Big to Small");
        return Combinators.combine(
                        systems,
                        Arbitraries.of("Letterbox", "Pigeon Hole", ""),
                        Arbitraries.integers().between(0, 4))
                .flatAs((source, target, count) -> sections(source, target)
                        .list()
                        .ofSize(count)
                        .map(sections -> new DataflowDocument(
                                FlowIds.slug(source) + "-" + FlowIds.slug(target.isEmpty() ? "nobody" : target)
                                        + ".rst",
                                source,
                                target,
                                "2026-01-02T03:04:05",
                                sections,
                                List.of())));
    }

    private static Arbitrary<Section> sections(String source, String target) {
        Arbitrary<String> entities =
                Arbitraries.of("Cups", "Tea leaves", "Guests (old)", "sugar_bowls", "Way to go", "Cups with a lid");
        Arbitrary<String> paths =
                Arbitraries.of("id", "Emails.Value", "a.b.c", "size (Dependant on having XL in kind)", "name", "größe");
        Arbitrary<String> types =
                Arbitraries.of("\"string\"", "N/A", "\"integer\"", "\"replace\",\" \",\"\", \"string\"]");
        Arbitrary<List<Section.Line>> match = Combinators.combine(paths, paths)
                .as((a, b) -> new Section.Line(0, List.of(a, b)))
                .list()
                .ofMaxSize(4);
        Arbitrary<List<Section.Line>> properties = Combinators.combine(paths, paths, types)
                .as((a, b, type) -> new Section.Line(0, List.of(a, b, type)))
                .list()
                .ofMaxSize(6);
        return Combinators.combine(
                        entities,
                        entities,
                        Arbitraries.of(SHAPES),
                        Arbitraries.of("When a cup is full", "x, y"),
                        entities.list().ofMinSize(1).ofMaxSize(4),
                        match,
                        properties)
                .as((a, b, shape, condition, connected, matches, rows) -> new Section(
                        0,
                        0,
                        "",
                        new Entities(source + " " + a, target + " " + b),
                        target,
                        shape,
                        condition,
                        connected,
                        shape.contains(Sentence.MERGE) ? matches : List.of(),
                        rows));
    }
}
