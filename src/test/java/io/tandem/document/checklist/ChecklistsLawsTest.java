package io.tandem.document.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.document.Cell;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.document.DocumentWriter;
import io.tandem.document.Entities;
import io.tandem.document.Section;
import io.tandem.document.Sentence;
import io.tandem.flow.Condition;
import io.tandem.flow.Connection;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.RowBuilder;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Flows that no document had: what is written of them says the same when it is read. */
class ChecklistsLawsTest {

    private static final Map<String, String> TITLES = Map.of(
            "teapot", "Tea Pot", "letterbox", "Letterbox 3000", "pigeon-hole", "Pigeon Hole", "crm", "Contacts to Go");

    @Property(tries = 300)
    void whatIsWrittenOfFlows_isReadAsTheSameFlows(@ForAll("configurations") List<Flow> flows) {
        List<Section> read = new ArrayList<>();
        Checklists.of(flows, Map.of(), Map.of(), TITLES::get).checklists().forEach((stem, checklist) -> {
            String text = DocumentWriter.write(checklist.document().generatedAt("2026-01-02T03:04:05"));
            DataflowDocument document = DocumentParser.parse(stem + ".rst", text);
            assertThat(document.problems()).as(text).isEmpty();
            read.addAll(document.sections());
            assertThat(Inspection.of(document, text, Optional.of(checklist)).lines())
                    .allMatch(line -> line.verdict() == LineVerdict.FULFILLED);
        });
        assertThat(read)
                .hasSize(flows.stream()
                        .mapToInt(flow -> flow.createBoth() ? 2 : 1)
                        .sum());
        flows.forEach(flow -> {
            Section section = only(read, other -> other.flow().equals(flow.id()));
            check(flow, section, false);
            if (flow.createBoth()) {
                Entities mirrored =
                        new Entities(section.entities().b(), section.entities().a());
                check(flow, only(read, other -> other.entities().equals(mirrored)), true);
            }
        });
    }

    private static Section only(List<Section> sections, Predicate<Section> wanted) {
        assertThat(sections).filteredOn(wanted).hasSize(1);
        return sections.stream().filter(wanted).findFirst().orElseThrow();
    }

    private static String id(EntityKey entity) {
        return entity.system() + "-" + entity.entity();
    }

    private static void check(Flow flow, Section section, boolean back) {
        List<Sentence> sentences = section.sentences();
        boolean some = !(back ? flow.targetWhere() : flow.where()).isEmpty();
        boolean all = flow.link() == LinkPolicy.EVERY || flow.link() == LinkPolicy.MATCHED_OR_CREATE;
        assertThat(sentences.contains(Sentence.EVERY)).isEqualTo(all && !some);
        assertThat(sentences.contains(Sentence.COND)).isEqualTo(all && some);
        assertThat(sentences.contains(Sentence.IFNO)).isEqualTo(flow.link() == LinkPolicy.MATCHED_OR_CREATE);
        assertThat(sentences.contains(Sentence.CONNECTED)).isEqualTo(flow.connected());
        assertThat(sentences.contains(Sentence.MERGE)).isEqualTo(flow.matches());
        assertThat(section.freeText().connectedTo()).hasSameSizeAs(flow.connectedTo());
        assertThat(section.match())
                .extracting(Section.Line::cells)
                .containsExactlyElementsOf(flow.match().stream()
                        .map(pairs -> turned(pairs.get(0).source(), pairs.get(0).target(), back))
                        .toList());
        assertThat(section.properties())
                .extracting(line -> Map.entry(
                        turned(path(line, 0), path(line, 1), back), line.cells().get(2)))
                .containsExactlyElementsOf(flow.rows().stream()
                        .map(row -> Map.entry(List.of(row.source(), row.target()), type(row)))
                        .toList());
    }

    private static List<String> turned(String a, String b, boolean back) {
        return back ? List.of(b, a) : List.of(a, b);
    }

    private static String path(Section.Line line, int cell) {
        return Cell.of(line.cells().get(cell)).path();
    }

    private static String type(Row row) {
        return row.type() == ValueType.NONE ? "N/A" : "\"" + row.type().name().toLowerCase(Locale.ROOT) + "\"";
    }

    @Provide
    Arbitrary<List<Flow>> configurations() {
        return flow().list().ofMinSize(1).ofMaxSize(5).map(flows -> {
            Set<Set<EntityKey>> seen = new HashSet<>();
            return flows.stream()
                    .filter(flow -> seen.add(Set.of(flow.source(), flow.target())))
                    .toList();
        });
    }

    private static Arbitrary<Flow> flow() {
        Arbitrary<EntityKey> entities = Combinators.combine(
                        Arbitraries.of(TITLES.keySet()), Arbitraries.of("cups", "way-to-go", "customers-person", "a"))
                .as(EntityKey::new);
        return Combinators.combine(
                        entities.tuple2()
                                .filter(pair ->
                                        !pair.get1().system().equals(pair.get2().system())),
                        Arbitraries.of(
                                LinkPolicy.EVERY,
                                LinkPolicy.MATCHED,
                                LinkPolicy.MATCHED_OR_CREATE,
                                LinkPolicy.CONNECTED),
                        pairs(),
                        rows(),
                        where(),
                        Arbitraries.of(true, false),
                        entities.set().ofMinSize(1).ofMaxSize(3))
                .as((ends, link, match, rows, where, both, connected) -> flow(
                        ends.get1(),
                        ends.get2(),
                        link,
                        link == LinkPolicy.EVERY ? List.of() : match,
                        rows,
                        link == LinkPolicy.MATCHED || link == LinkPolicy.CONNECTED ? List.of() : where,
                        both && link != LinkPolicy.MATCHED && link != LinkPolicy.CONNECTED,
                        link == LinkPolicy.CONNECTED ? List.copyOf(connected) : List.of()));
    }

    private static Flow flow(
            EntityKey source,
            EntityKey target,
            LinkPolicy link,
            List<MatchPair> match,
            List<Row> rows,
            List<Condition> where,
            boolean both,
            List<EntityKey> connected) {
        List<Documented.Property> properties = new ArrayList<>();
        rows.stream()
                .filter(Row::documented)
                .forEach(row -> properties.add(new Documented.Property(row, "", List.of())));
        List<List<MatchPair>> alternatives = match.stream().map(List::of).toList();
        FlowBuilder flow = FlowBuilder.of(source, target)
                .id(id(source) + "--" + id(target))
                .link(link)
                .match(alternatives)
                .rows(rows)
                .where(where)
                .connectedTo(connected.stream().map(Connection::new).toArray(Connection[]::new))
                .documented(new Documented(
                        List.of(),
                        alternatives.stream()
                                .map(pairs -> new Documented.Match(pairs, "", List.of()))
                                .toList(),
                        properties));
        return (both ? flow.createBoth() : flow).build();
    }

    private static Arbitrary<List<MatchPair>> pairs() {
        Arbitrary<String> paths = Arbitraries.of("mail", "Emails.Value", "a.b.c");
        return Combinators.combine(paths, paths)
                .as(MatchPair::new)
                .set()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(List::copyOf);
    }

    /** Documented rows first, as a file has them; each once. */
    private static Arbitrary<List<Row>> rows() {
        Arbitrary<String> paths = Arbitraries.of("id", "Emails.Value", "a.b.c", "name", "größe");
        return Combinators.combine(paths, paths, Arbitraries.of(ValueType.class), Arbitraries.of(true, false), when())
                .as((source, target, type, documented, when) -> {
                    RowBuilder row = RowBuilder.of(source, target).type(type).when(when);
                    return (documented ? row : row.extra()).build();
                })
                .list()
                .ofMaxSize(6)
                .map(rows -> {
                    Map<String, Row> each = new LinkedHashMap<>();
                    rows.stream().filter(Row::documented).forEach(row -> each.putIfAbsent(row.id(), row));
                    rows.stream().filter(row -> !row.documented()).forEach(row -> each.putIfAbsent(row.id(), row));
                    return List.copyOf(each.values());
                });
    }

    private static Arbitrary<List<SideCondition>> when() {
        return Combinators.combine(
                        Arbitraries.of(Side.class), Arbitraries.of("kind", "type"), Arbitraries.of("XL", "a b"))
                .as((side, property, value) ->
                        new SideCondition(side, new Condition(property, false, List.of(TextNode.valueOf(value)))))
                .list()
                .ofMaxSize(1);
    }

    private static Arbitrary<List<Condition>> where() {
        return Combinators.combine(
                        Arbitraries.of("kind", "type"), Arbitraries.of(true, false), Arbitraries.of("XL", "a, b"))
                .as((property, negated, value) -> new Condition(property, negated, List.of(TextNode.valueOf(value))))
                .list()
                .ofMaxSize(2);
    }
}
