package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.WantedReference;
import io.tandem.config.Fault;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import io.tandem.system.rest.Systems;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Rule 6 for every row of every shipped flow file, the demo's rows included: what the files hold is read, not listed
 * here, so that a new row is tested as it stands.
 */
class ShippedRowLawsTest {

    private static final Path HOME = Path.of("");
    private static final int ENOUGH = 25;

    /** A row with its flow, for messages. */
    private record Shipped(Flow flow, RowLens lens) {

        Row row() {
            return lens.row();
        }

        @Override
        public String toString() {
            return flow.id() + " " + row().id();
        }
    }

    private static final List<Shipped> ROWS = shipped();

    private static List<Shipped> shipped() {
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(HOME, faults);
        systems.configure(key -> Optional.empty(), faults);
        Map<EntityKey, EntityFacts> facts = systems.facts();
        List<Shipped> rows = new ArrayList<>();
        for (Flow flow : new FlowFiles(facts, faults).load(HOME, true)) {
            for (Row row : flow.rows()) {
                rows.add(new Shipped(flow, new RowLens(flow, row, facts.get(flow.source()), facts.get(flow.target()))));
            }
        }
        assertThat(faults).isEmpty();
        return rows;
    }

    /** Every id has a partner of the same size or larger, one to one, whatever the two entities: lower to upper by 2^40. */
    private static final ReferenceTable ONE_TO_ONE = wanted -> {
        String id = wanted.from().id();
        if (!id.matches("0|[1-9]\\d{0,30}")) {
            return Optional.empty();
        }
        BigInteger shift = BigInteger.ONE.shiftLeft(40);
        BigInteger found = new BigInteger(id).add(forward(wanted) ? shift : shift.negate());
        return Optional.of(found.toString()).filter(text -> found.signum() >= 0);
    };

    private static boolean forward(WantedReference wanted) {
        return wanted.from().entity().compareTo(wanted.to()) > 0;
    }

    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void putsBackWhatItGot(@ForAll("values") JsonNode source) {
        for (Shipped shipped : ROWS) {
            Lens.Result got = shipped.lens().carry(Side.SOURCE, source, NullNode.instance, ONE_TO_ONE);
            tally(shipped, "forward", got);
            if (shipped.row().source() != null && got instanceof Lens.Result.Converted target) {
                assertThat(shipped.lens().carry(Side.TARGET, source, target.value(), ONE_TO_ONE))
                        .as(shipped.toString())
                        .isEqualTo(new Lens.Result.Converted(source));
            }
        }
        everyRowWasReallyCarried("forward", row -> row.carriesTo(Side.TARGET));
    }

    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void getsWhatItPut_orRefuses(@ForAll("values") JsonNode target, @ForAll("valuesAndNone") JsonNode source) {
        for (Shipped shipped : ROWS) {
            Lens.Result put = shipped.lens().carry(Side.TARGET, source, target, ONE_TO_ONE);
            tally(shipped, "backward", put);
            if (put instanceof Lens.Result.Converted converted) {
                JsonNode back = value(shipped.lens().carry(Side.SOURCE, converted.value(), target, ONE_TO_ONE));
                assertThat(shipped.lens().sameOnTarget(back, target))
                        .as("%s: %s for %s", shipped, back, target)
                        .isTrue();
            }
        }
        everyRowWasReallyCarried("backward", row -> row.carriesTo(Side.SOURCE));
    }

    /** The tally counts per row how often it converted, so that refusing everything is no way to keep the laws. */
    private static void tally(Shipped shipped, String way, Lens.Result result) {
        if (result instanceof Lens.Result.Converted) {
            Statistics.label(way + " " + shipped).collect("converted");
        }
    }

    private static void everyRowWasReallyCarried(String way, Predicate<RowLens> concerned) {
        for (Shipped shipped : ROWS) {
            if (concerned.test(shipped.lens())) {
                Statistics.label(way + " " + shipped)
                        .coverage(c -> c.check("converted").count(count -> count >= ENOUGH));
            }
        }
    }

    @Property(tries = 50)
    void carriesEmptyAsEmpty_neverAsTextOrAbsence(@ForAll("empties") JsonNode empty, @ForAll("values") JsonNode other) {
        for (Shipped shipped : rows(row -> row.source() != null)) {
            assertThat(shipped.lens().carry(Side.SOURCE, empty, other, ONE_TO_ONE))
                    .as("%s forward", shipped)
                    .isEqualTo(new Lens.Result.Converted(NullNode.instance));
        }
        for (Shipped shipped : ROWS) {
            assertThat(shipped.lens().carry(Side.TARGET, other, empty, ONE_TO_ONE))
                    .as("%s backward", shipped)
                    .isEqualTo(new Lens.Result.Converted(NullNode.instance));
            assertThat(shipped.lens().sameOnTarget(empty, other)).isFalse();
            assertThat(shipped.lens().sameOnTarget(empty, NullNode.instance)).isTrue();
        }
    }

    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void aReferenceRowTranslates_neverCopies(@ForAll("bigIds") JsonNode id) {
        for (Shipped shipped : rows(row -> row.reference() != null)) {
            for (Side from : Side.values()) {
                Lens.Result result = shipped.lens().carry(from, id, id, ONE_TO_ONE);
                assertThat(result).as(shipped.toString()).isInstanceOf(Lens.Result.Converted.class);
                assertThat(Values.text(value(result))).isNotEqualTo(Values.text(id));
                assertThat(shipped.lens().carry(from, id, id, wanted -> Optional.empty()))
                        .isInstanceOf(Lens.Result.Unresolved.class);
            }
        }
    }

    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void aTextRowCarriesEveryCharacterAsItIs(@ForAll("texts") String text) {
        JsonNode value = TextNode.valueOf(text);
        for (Shipped shipped : rows(ShippedRowLawsTest::plainText)) {
            for (Side from : Side.values()) {
                JsonNode carried = value(shipped.lens()
                        .carry(
                                from,
                                from == Side.SOURCE ? value : NullNode.instance,
                                from == Side.TARGET ? value : NullNode.instance,
                                ONE_TO_ONE));
                assertThat(carried.textValue()).as(shipped.toString()).isEqualTo(text);
            }
        }
    }

    /** Those that a law is about; there is one at the least. */
    private static List<Shipped> rows(Predicate<Row> concerned) {
        List<Shipped> rows =
                ROWS.stream().filter(shipped -> concerned.test(shipped.row())).toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static boolean plainText(Row row) {
        return row.type() == io.tandem.flow.ValueType.STRING
                && row.values().isEmpty()
                && row.reference() == null
                && row.constant() == null;
    }

    @Example
    void everyRowOfTheFilesIsHere() {
        assertThat(ROWS.stream().map(shipped -> shipped.flow().id()).distinct()).hasSize(9);
        assertThat(ROWS).anyMatch(shipped -> !shipped.row().values().isEmpty());
    }

    private static JsonNode value(Lens.Result result) {
        assertThat(result).isInstanceOf(Lens.Result.Converted.class);
        return ((Lens.Result.Converted) result).value();
    }

    /** Texts, ids, numbers, times, lists, and every value that some table of the files knows on either side. */
    @Provide
    Arbitrary<JsonNode> values() {
        List<JsonNode> fromTables = ROWS.stream()
                .map(shipped -> shipped.row().values())
                .flatMap(table -> java.util.stream.Stream.concat(
                        table.keySet().stream().map(TextNode::valueOf), table.values().stream()))
                .map(Values::canonical)
                .toList();
        return Arbitraries.oneOf(
                texts().map(TextNode::valueOf),
                bigIds(),
                fromTables.isEmpty() ? bigIds() : Arbitraries.of(fromTables),
                Arbitraries.of(JSON).map(ShippedRowLawsTest::read));
    }

    @Provide
    Arbitrary<JsonNode> valuesAndNone() {
        return Arbitraries.oneOf(values(), values(), values(), empties());
    }

    @Provide
    Arbitrary<JsonNode> empties() {
        return Arbitraries.of("null", "''", "' '", "[]", "{}").map(ShippedRowLawsTest::read);
    }

    /** Ids around and beyond 2^53 and 2^63, as number and as text, above the shift of the references. */
    @Provide
    Arbitrary<JsonNode> bigIds() {
        return Arbitraries.oneOf(
                        Arbitraries.bigIntegers().between(BigInteger.ONE.shiftLeft(41), BigInteger.ONE.shiftLeft(70)),
                        Arbitraries.of(
                                BigInteger.ONE.shiftLeft(53).add(BigInteger.ONE),
                                BigInteger.valueOf(Long.MAX_VALUE),
                                BigInteger.valueOf(Long.MAX_VALUE).subtract(BigInteger.ONE)))
                .flatMap(id -> Arbitraries.of(
                        Values.canonical(DecimalNode.valueOf(new BigDecimal(id))), TextNode.valueOf(id.toString())));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(HARD_TEXTS),
                Arbitraries.of(HARD_TEXTS).list().ofMinSize(2).ofMaxSize(4).map(parts -> String.join(" ", parts)),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(text -> !text.isBlank()));
    }

    /** Composed and decomposed é, a family of joined emoji, right to left with marks, a zero-width joiner, ß, Turkish i. */
    private static final Collection<String> HARD_TEXTS = List.of(
            "\u00e9",
            "e\u0301",
            "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\u200f\u05e9\u05dc\u05d5\u05dd\u200e",
            "\u0645\u0631\u062d\u0628\u0627",
            "\u202eabc\u202c",
            "a\u200db",
            "\u00df",
            "\u0130",
            "\ufb01",
            "\u65e5\u672c",
            "x@example.com",
            " X@Example.com ",
            "line\nline\t\u0000",
            "'\"\\",
            "007",
            "1e3",
            "true",
            "null");

    private static final Collection<String> JSON = List.of(
            "true",
            "false",
            "0",
            "1",
            "0.1",
            "1.10",
            "-0.000000000000000000000000001",
            "9007199254740993",
            "123456789012345678901234567890.123456789",
            "'2026-03-29'",
            "'2026-03-29T02:30:00+01:00'",
            "'2026-10-25T02:30:00+02:00'",
            "'2026-10-25T02:30:00.123456789+01:00'",
            "'2023-10-25T07:58:57 +00:00'",
            "'2026-12-31T23:59:60Z'",
            "['a','b']",
            "[1]",
            "{'a':{'b':null}}");

    private static JsonNode read(String json) {
        try {
            return Values.canonical(Json.MAPPER.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
