package io.tandem.document;

import io.tandem.flow.Documented;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Documents about invented systems, in every shape that a section can have. */
public final class GeneratedDocuments {

    private static final List<List<Sentence>> SHAPES = List.of(
            List.of(Sentence.EVERY, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.BEFORE, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.BEFORE, Sentence.CONNECTED, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.BEFORE, Sentence.CONNECTED, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.EVERY, Sentence.IFMATCH, Sentence.IFNO, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.COND, Sentence.ONCE, Sentence.PROPS),
            List.of(Sentence.COND, Sentence.IFMATCH, Sentence.IFNO, Sentence.MERGE, Sentence.ONCE, Sentence.PROPS));

    private GeneratedDocuments() {}

    public static Arbitrary<DataflowDocument> any() {
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
                                List.of(),
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
                        properties,
                        Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, !target.isEmpty())))
                .as((a, b, shape, condition, connected, matches, rows, back) -> new Section(
                        0,
                        0,
                        "",
                        new Entities((back ? target : source) + " " + a, (back ? source : target) + " " + b),
                        back ? source : target,
                        Section.Said.nowhere(shape),
                        new Documented.FreeText(condition, connected, ""),
                        shape.contains(Sentence.MERGE) ? matches : List.of(),
                        rows));
    }
}
