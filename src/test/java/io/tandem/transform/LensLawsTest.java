package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rule 6: put(get(s), s) = s, and get(put(t, s)) = t or a refusal, for every kind of lens. */
class LensLawsTest {

    private static final int OFFSET = 1_000_000;

    /** The company n of the source is the customer n + 1,000,000 of the target, of any size. */
    private static final ReferenceTable SHIFTED = wanted -> {
        if (!wanted.from().id().matches("0|[1-9]\\d{0,30}")) {
            return Optional.empty();
        }
        int shift = wanted.to().equals(EntityKey.parse("shop/customers")) ? OFFSET : -OFFSET;
        BigDecimal found = new BigDecimal(wanted.from().id()).add(BigDecimal.valueOf(shift));
        return Optional.of(found.toPlainString()).filter(id -> found.signum() >= 0);
    };

    private static final TableLens TABLE = new TableLens(
            Rows.table("end-user", "true", "agent", "true", "10", "'ten'", "true", "0", "leer", "'é'")
                    .values(),
            ValueType.NONE);

    @Property
    void aConversionPutsBackWhatItGot(@ForAll ValueType type, @ForAll("values") JsonNode source) {
        putsBackWhatItGot(new Conversion(type), source);
    }

    @Property
    void aConversionGetsWhatItPut(
            @ForAll ValueType type, @ForAll("values") JsonNode target, @ForAll("valuesAndNone") JsonNode source) {
        getsWhatItPut(new Conversion(type), target, source);
    }

    @Property
    void aTablePutsBackWhatItGot(@ForAll("tableValues") JsonNode source) {
        putsBackWhatItGot(TABLE, source);
    }

    @Property
    void aTableGetsWhatItPut(@ForAll("tableValues") JsonNode target, @ForAll("valuesAndNone") JsonNode source) {
        getsWhatItPut(TABLE, target, source);
    }

    @Property
    void aReferencePutsBackWhatItGot(@ForAll ValueType type, @ForAll("ids") JsonNode source) {
        putsBackWhatItGot(new ReferenceLens(Rows.COMPANIES, type), source);
    }

    @Property(maxDiscardRatio = 20) // most values are no ids, and are refused
    void aReferenceGetsWhatItPut(
            @ForAll ValueType type, @ForAll("idsAndValues") JsonNode target, @ForAll("valuesAndNone") JsonNode source) {
        getsWhatItPut(new ReferenceLens(Rows.COMPANIES, type), target, source);
    }

    @Property
    void aWholeNumberOfAnySizeArrivesExactly(@ForAll("wholeNumbers") BigDecimal number) {
        JsonNode text = TextNode.valueOf(number.toPlainString());
        assertThat(value(new Conversion(ValueType.INTEGER).get(text, SHIFTED)))
                .isEqualTo(Values.canonical(DecimalNode.valueOf(number)));
    }

    @Property
    void aDateWithoutZoneIsNeverShifted(@ForAll("days") LocalDate day, @ForAll("offsets") ZoneOffset offset) {
        JsonNode stamp = TextNode.valueOf(day + "T23:59:59" + offset.getId());
        assertThat(value(new Conversion(ValueType.DATE).get(stamp, SHIFTED)).textValue())
                .isEqualTo(day.toString());
    }

    @Property
    void pointsInTimeAreTheSameInEveryZone(@ForAll("stamps") OffsetDateTime at, @ForAll("offsets") ZoneOffset offset) {
        Conversion conversion = new Conversion(ValueType.DATETIME);
        JsonNode here = TextNode.valueOf(at.toString());
        JsonNode there = TextNode.valueOf(at.withOffsetSameInstant(offset).toString());
        assertThat(conversion.same(here, there)).isTrue();
        assertThat(value(conversion.put(there, here, SHIFTED))).isEqualTo(here);
    }

    @Property
    void aRefusalNeverShowsTheValue(@ForAll ValueType type, @ForAll("secrets") String secret) {
        Lens.Result result = new Conversion(type).get(TextNode.valueOf(secret), SHIFTED);
        Assume.that(result instanceof Lens.Result.Refused);
        assertThat(((Lens.Result.Refused) result).reason()).doesNotContain(secret);
    }

    private static void putsBackWhatItGot(Lens lens, JsonNode source) {
        Lens.Result got = lens.get(source, SHIFTED);
        Assume.that(got instanceof Lens.Result.Converted);
        assertThat(value(lens.put(value(got), source, SHIFTED))).isEqualTo(source);
    }

    private static void getsWhatItPut(Lens lens, JsonNode target, JsonNode source) {
        Lens.Result put = lens.put(target, source, SHIFTED);
        Assume.that(put instanceof Lens.Result.Converted);
        JsonNode back = value(lens.get(value(put), SHIFTED));
        assertThat(lens.same(back, target)).as("%s for %s", back, target).isTrue();
    }

    private static JsonNode value(Lens.Result result) {
        assertThat(result).isInstanceOf(Lens.Result.Converted.class);
        return ((Lens.Result.Converted) result).value();
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return Arbitraries.oneOf(
                singles(), singles().list().ofMinSize(1).ofMaxSize(3).map(LensLawsTest::list));
    }

    @Provide
    Arbitrary<JsonNode> valuesAndNone() {
        return values().injectNull(0.2).map(value -> value == null ? NullNode.instance : value);
    }

    @Provide
    Arbitrary<JsonNode> tableValues() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        Pair.json("'end-user'"),
                        Pair.json("'agent'"),
                        Pair.json("true"),
                        Pair.json("10"),
                        Pair.json("'10'"),
                        Pair.json("0"),
                        Pair.json("'ten'"),
                        Pair.json("'é'")),
                values());
    }

    @Provide
    Arbitrary<JsonNode> ids() {
        return Arbitraries.bigIntegers()
                .between(java.math.BigInteger.ONE, java.math.BigInteger.ONE.shiftLeft(70))
                .flatMap(id -> Arbitraries.of(
                        Values.canonical(DecimalNode.valueOf(new BigDecimal(id))), TextNode.valueOf(id.toString())));
    }

    @Provide
    Arbitrary<JsonNode> idsAndValues() {
        return Arbitraries.oneOf(ids(), values());
    }

    @Provide
    Arbitrary<BigDecimal> wholeNumbers() {
        java.math.BigInteger edge = java.math.BigInteger.ONE.shiftLeft(70);
        return Arbitraries.bigIntegers().between(edge.negate(), edge).map(BigDecimal::new);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.longs().between(0, 40_000).map(LocalDate::ofEpochDay);
    }

    @Provide
    Arbitrary<ZoneOffset> offsets() {
        return Arbitraries.integers().between(-72, 72).map(quarters -> ZoneOffset.ofTotalSeconds(quarters * 900));
    }

    @Provide
    Arbitrary<OffsetDateTime> stamps() {
        return days().flatMap(day -> offsets().flatMap(offset -> Arbitraries.integers()
                        .between(0, 86_399)
                        .map(second -> day.atStartOfDay().plusSeconds(second).atOffset(offset))))
                .filter(at -> at.getSecond() != 0);
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings().withChars("xyzé日").ofMinLength(3).ofMaxLength(12);
    }

    private Arbitrary<JsonNode> singles() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .ofMaxLength(12)
                        .filter(text -> !text.isBlank())
                        .map(TextNode::valueOf),
                Arbitraries.of("1", "0", " TRUE ", "false", "+5", "007", "1e3", "-0", " 42 ", "1.50", "日本", "ß")
                        .map(TextNode::valueOf),
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1e20"), new BigDecimal("1e20"))
                        .map(number -> Values.canonical(DecimalNode.valueOf(number))),
                Arbitraries.of(0, 1, 10, 100).map(n -> Values.canonical(DecimalNode.valueOf(BigDecimal.valueOf(n)))),
                Arbitraries.of(true, false).map(BooleanNode::valueOf),
                days().map(day -> TextNode.valueOf(day.toString())),
                stamps().map(at -> TextNode.valueOf(at.toString())));
    }

    private static JsonNode list(List<JsonNode> items) {
        return Values.canonical(Json.MAPPER.createArrayNode().addAll(items));
    }
}
