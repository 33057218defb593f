package io.tandem.document.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.document.Section;
import io.tandem.document.imports.Documents.Part;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.RouteFiles;
import io.tandem.flow.RouteNames;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever documents say, what an import writes is a configuration without a fault, and gives each line back. */
class ImportLawsTest {

    private static final List<String> SHAPES = List.of(
            "EVERY,ONCE,PROPS",
            "BEFORE,MERGE,ONCE,PROPS",
            "BEFORE,CONNECTED,ONCE,PROPS",
            "BEFORE,CONNECTED,MERGE,ONCE,PROPS",
            "EVERY,IFMATCH,IFNO,MERGE,ONCE,PROPS",
            "COND,ONCE,PROPS",
            "COND,IFMATCH,IFNO,MERGE,ONCE,PROPS",
            "ONCE,PROPS");

    private Path home;
    private ImportSite site;

    @BeforeTry
    void make() throws IOException {
        home = Files.createTempDirectory("import");
        site = new ImportSite(home);
        Files.copy(Path.of("config/systems/zendesk.yaml"), home.resolve("config/systems/zendesk.yaml"));
    }

    @AfterTry
    void clean() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 15)
    void eachLineIsGivenBack_byFilesWithoutAFault(@ForAll("documents") DataflowDocument document) {
        site.take(document);
        Map<String, Flow> flows = document.sections().isEmpty() ? Map.of() : site.flows();
        assertThat(lines(flows)).isEqualTo(lines(document));
        assertThat(sections(flows))
                .containsExactlyInAnyOrderElementsOf(document.sections().stream()
                        .map(section -> document.stem() + "#" + section.number())
                        .toList());
        assertThat(routeFaults(flows)).isEmpty();
        assertThat(site.plan(true, false, document).changes()).isEmpty();
    }

    @Tag("thorough")
    @Property(tries = 1000)
    void eachLineIsGivenBack_ofManyDocuments(@ForAll("documents") DataflowDocument document) {
        eachLineIsGivenBack_byFilesWithoutAFault(document);
    }

    @Tag("thorough")
    @Property(tries = 300)
    void theNextVersionIsWhatAFirstImportOfItWouldMake_ofManyDocuments(
            @ForAll("documents") DataflowDocument document, @ForAll("documents") DataflowDocument other) {
        theNextVersionIsWhatAFirstImportOfItWouldMake_whereTheSiteDidNothing(document, other);
    }

    @Property(tries = 5)
    void theNextVersionIsWhatAFirstImportOfItWouldMake_whereTheSiteDidNothing(
            @ForAll("documents") DataflowDocument document, @ForAll("documents") DataflowDocument other) {
        DataflowDocument next = new DataflowDocument(
                document.name(),
                other.source(),
                other.target(),
                other.generated(),
                other.sections(),
                List.of(),
                List.of());
        site.take(document);
        Import.Plan plan = site.take(next);
        assertThat(plan.conflicts()).isEmpty();
        assertThat(lines(next.sections().isEmpty() ? Map.of() : site.flows())).isEqualTo(lines(next));
        assertThat(site.plan(true, false, next).changes()).isEmpty();
    }

    private List<Fault> routeFaults(Map<String, Flow> flows) {
        return RouteFiles.read(home)
                .check(
                        List.copyOf(flows.values()),
                        site.systems(),
                        new RouteNames(
                                Set.of(
                                        "fetch",
                                        "match",
                                        "transform",
                                        "upsert",
                                        "link",
                                        "awaitBudget",
                                        "chunks",
                                        "closeWhenUsedUp",
                                        "closeOnRetryAfter",
                                        "tries",
                                        "json",
                                        "oneTryOnly"),
                                name -> true));
    }

    private static List<String> sections(Map<String, Flow> flows) {
        return flows.values().stream()
                .flatMap(flow -> flow.documented().sections().stream())
                .map(Documented.Section::id)
                .toList();
    }

    /** Every line of a document by its id, with its cells. */
    private static Map<String, List<String>> lines(DataflowDocument document) {
        Map<String, List<String>> lines = new HashMap<>();
        for (Section section : document.sections()) {
            int k = 0;
            for (List<Section.Line> table : List.of(section.match(), section.properties())) {
                for (Section.Line line : table) {
                    lines.put(document.stem() + "#" + section.number() + "." + ++k, line.cells());
                }
            }
        }
        return lines;
    }

    private static Map<String, List<String>> lines(Map<String, Flow> flows) {
        Map<String, List<String>> lines = new HashMap<>();
        for (Flow flow : flows.values()) {
            Map<String, Boolean> mirrored = new HashMap<>();
            flow.documented().sections().forEach(section -> mirrored.put(section.id(), section.mirrored()));
            flow.documented().matches().forEach(match -> match.lines().forEach(line -> {
                MatchPair pair = match.pairs().get(0);
                add(lines, line, cells(line, pair.source(), pair.target(), pair.when()), Optional.empty(), mirrored);
            }));
            flow.documented().properties().forEach(property -> property.lines()
                    .forEach(line -> add(
                            lines,
                            line,
                            cells(
                                    line,
                                    property.row().source(),
                                    property.row().target(),
                                    property.row().when()),
                            Optional.of(line.type().orElse(type(property.row().type()))),
                            mirrored)));
        }
        return lines;
    }

    private static void add(
            Map<String, List<String>> lines,
            Documented.Line line,
            List<String> cells,
            Optional<String> type,
            Map<String, Boolean> mirrored) {
        boolean back = mirrored.get(line.id().replaceFirst("\\.\\d+$", ""));
        List<String> all = new ArrayList<>(back ? List.of(cells.get(1), cells.get(0)) : cells);
        type.ifPresent(all::add);
        assertThat(lines.put(line.id(), all)).as(line.id()).isNull();
    }

    private static List<String> cells(Documented.Line line, String source, String target, List<SideCondition> when) {
        return line.cells().isEmpty()
                ? List.of(cell(source, Side.SOURCE, when), cell(target, Side.TARGET, when))
                : line.cells();
    }

    private static String cell(String path, Side side, List<SideCondition> when) {
        StringBuilder cell = new StringBuilder(path);
        when.stream().filter(one -> one.side() == side).forEach(one -> cell.append(" (Dependant on having ")
                .append(one.condition().anyOf().get(0).asText())
                .append(" in ")
                .append(one.condition().property())
                .append(")"));
        return cell.toString();
    }

    private static String type(ValueType type) {
        return type == ValueType.NONE ? "N/A" : "\"" + type.name().toLowerCase(java.util.Locale.ROOT) + "\"";
    }

    @Provide
    Arbitrary<DataflowDocument> documents() {
        return Combinators.combine(
                        Arbitraries.of("Teapot", "Zendesk", "24Seven Office", "Store"),
                        Arbitraries.of("Letterbox", "Größe", "", "Tea"))
                .flatAs((source, target) -> parts(source, target)
                        .list()
                        .ofMaxSize(5)
                        .map(parts -> DocumentParser.parse(
                                (source + "-" + target)
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .replace(' ', '_') + ".rst",
                                Documents.text(source, target, parts.toArray(Part[]::new)))));
    }

    private static Arbitrary<Part> parts(String source, String target) {
        Arbitrary<String> entities =
                Arbitraries.of("Users", "Users", "Cups (old)", "sugar_bowls", "Way to go", "注文", "Id", "顧客");
        Arbitrary<String> paths = Arbitraries.oneOf(
                Arbitraries.of(
                        "id", "ID", "name", "email", "a.b.c", "a.b", "a", "", "größe", "true", "5", "_x", "a..b",
                        "x[0]", "id.x", "pairs", "source", "off", "a: b", "# c", "{x}", "- y", "\"q\"", "it's"),
                Arbitraries.of("size", "name").map(path -> path + " (Dependant on having XL in kind)"),
                Arbitraries.of(
                        "size (Dependant on having  in kind)",
                        "size (Dependant on having XL in )",
                        "size (Dependant on having XL in kindDependant on having L in kind)",
                        "size (Dependant on having XL in kind)(Dependant on having 5 in age)",
                        "size (Dependant on having nothing)",
                        "size (Dependant on having true in flag)"),
                Arbitraries.strings()
                        .withChars("ab.|\\\"'#:{}[],&*!%@`é ".replace("|", ""))
                        .ofMinLength(1)
                        .ofMaxLength(8));
        Arbitrary<String> types = Arbitraries.of(
                "\"string\"", "N/A", "\"integer\"", "\"datetime:x\"", "string", "\"replace\", \" \" ]", "\"list\"", "");
        Arbitrary<List<String>> match = Combinators.combine(paths, paths)
                .as((a, b) -> a + " | " + b)
                .list()
                .ofMaxSize(3);
        Arbitrary<List<String>> rows = Combinators.combine(paths, paths, types)
                .as((a, b, type) -> a + " | " + b + " | " + type)
                .list()
                .ofMaxSize(6);
        return Combinators.combine(
                        entities, entities, Arbitraries.of(SHAPES), match, rows, Arbitraries.of(false, false, true))
                .as((a, b, shape, matches, properties, back) -> new Part(
                        back ? target + " " + b : source + " " + a,
                        back ? source + " " + a : target + " " + b,
                        back ? source : target,
                        shape,
                        matches,
                        properties,
                        "If it: is \"new\" # or not",
                        source + " Users, Id, or Way to go"));
    }
}
