package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.ValueType;
import io.tandem.record.Json;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6 where times, days and numbers go wrong in practice: zones, the hours of the clock change, doubles. */
class TimesAndNumbersTest {

    private static final Conversion DATE = new Conversion(ValueType.DATE);
    private static final Conversion DATETIME = new Conversion(ValueType.DATETIME);

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static JsonNode converted(Lens.Result result) {
        assertThat(result).isInstanceOf(Lens.Result.Converted.class);
        return ((Lens.Result.Converted) result).value();
    }

    private static JsonNode get(Conversion conversion, JsonNode value) {
        return converted(conversion.get(value, wanted -> Optional.empty()));
    }

    private static JsonNode put(Conversion conversion, JsonNode target, JsonNode source) {
        return converted(conversion.put(target, source, wanted -> Optional.empty()));
    }

    @Test
    void tellsTheTwoHalfPastTwosOfAnAutumnNightApart() {
        JsonNode summer = text("2026-10-25T02:30:00+02:00");
        JsonNode winter = text("2026-10-25T02:30:00+01:00");
        assertThat(DATETIME.same(summer, winter)).isFalse();
        assertThat(get(DATETIME, summer).textValue()).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(get(DATETIME, winter).textValue()).isEqualTo("2026-10-25T01:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-10-25T07:58:57 +00:00, 2023-10-25T07:58:57Z",
        "2026-03-29T03:00:00+0200, 2026-03-29T01:00:00Z",
        "2026-01-01T00:00:00.123456789+14:00, 2025-12-31T10:00:00.123456789Z",
        "2026-06-30T23:59:59-12:00, 2026-07-01T11:59:59Z",
        "2026-01-01 12:00:00Z, 2026-01-01T12:00:00Z",
    })
    void readsAPointInTimeInEachWayOfWritingIt(String written, String utc) {
        assertThat(get(DATETIME, text(written)).textValue()).isEqualTo(utc);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-29T02:30:00", "2026-03-29", "29.03.2026 02:30", "2026-02-30T00:00:00Z", "now"})
    void refusesATimeWithoutZone_insteadOfGuessingOne(String written) {
        assertThat(DATETIME.get(text(written), wanted -> Optional.empty())).isInstanceOf(Lens.Result.Refused.class);
    }

    @Property
    void everyInstantInEveryZoneComesBackAsThatInstant_onEveryDayOfAClockChange(
            @ForAll("moments") ZonedDateTime moment, @ForAll("zones") ZoneId other) {
        JsonNode here = text(moment.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        JsonNode there = text(moment.withZoneSameInstant(other).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        assertThat(get(DATETIME, here)).isEqualTo(get(DATETIME, there));
        assertThat(Instant.parse(get(DATETIME, here).textValue())).isEqualTo(moment.toInstant());
        JsonNode later = get(DATETIME, text(moment.plusHours(1).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)));
        JsonNode put = put(DATETIME, later, here);
        assertThat(ZonedDateTime.parse(put.textValue()).toInstant())
                .isEqualTo(moment.toInstant().plus(1, ChronoUnit.HOURS));
        assertThat(ZonedDateTime.parse(put.textValue()).getOffset()).isEqualTo(moment.getOffset());
    }

    @Property
    void aDayIsNeverShifted_inNoZoneAndAtNoHour(@ForAll("moments") ZonedDateTime moment) {
        LocalDate day = moment.toLocalDate();
        JsonNode bare = text(day.toString());
        JsonNode stamped = text(moment.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        assertThat(get(DATE, bare)).isEqualTo(bare);
        assertThat(get(DATE, stamped)).isEqualTo(bare);
        assertThat(put(DATE, bare, stamped)).isEqualTo(stamped);
        assertThat(put(DATE, text(day.plusDays(1).toString()), bare).textValue())
                .isEqualTo(day.plusDays(1).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "9223372036854775807",
                "18446744073709551617",
                "0.1",
                "0.30000000000000000000000000000000001",
                "123456789012345678901234567890.123456789"
            })
    void aNumberGoesFromJsonToJsonDigitByDigit(String digits) throws Exception {
        JsonNode read = Values.canonical(Json.MAPPER.readTree(digits));
        for (ValueType type : new ValueType[] {ValueType.NONE, ValueType.DECIMAL, ValueType.FLOAT}) {
            assertThat(Json.text(get(new Conversion(type), read))).isEqualTo(digits);
        }
        assertThat(get(new Conversion(ValueType.STRING), read).textValue()).isEqualTo(digits);
        assertThat(Json.text(get(new Conversion(ValueType.DECIMAL), text(digits))))
                .isEqualTo(digits);
        assertThat(Json.text(Values.fromJson("{\"a\":" + digits + "}").get("a")))
                .isEqualTo(digits);
    }

    @Property
    void neighboursOfAnySizeAreNeverTakenForEqual(@ForAll("whole") BigDecimal number) {
        Conversion integer = new Conversion(ValueType.INTEGER);
        JsonNode one = text(number.toPlainString());
        JsonNode next = text(number.add(BigDecimal.ONE).toPlainString());
        assertThat(integer.same(one, next)).isFalse();
        assertThat(put(integer, next, one)).isEqualTo(next);
    }

    @Test
    void tellsWhatIsEmptyFromWhatWasNotRead() {
        Values empty = Values.fromJson("{\"a\":null}");
        assertThat(empty.has("a")).isTrue();
        assertThat(empty.get("a").isNull()).isTrue();
        assertThat(Values.none().has("a")).isFalse();
        assertThat(empty).isNotEqualTo(Values.none());
        assertThat(Values.fromJson(empty.toJson())).isEqualTo(empty);
        assertThat(Values.fromJson("{\"a\":\"\"}")).isNotEqualTo(empty);
    }

    /** Around each clock change of 2026 to 2030 in zones that have odd ones, and anywhere else. */
    @Provide
    Arbitrary<ZonedDateTime> moments() {
        return zones().flatMap(zone -> Arbitraries.longs()
                .between(
                        Instant.parse("1971-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2090-01-01T00:00:00Z").getEpochSecond())
                .flatMap(second -> Arbitraries.integers().between(-7200, 7200).map(around -> {
                    Instant at = Instant.ofEpochSecond(second);
                    var change = zone.getRules().nextTransition(at);
                    Instant near = change == null || second % 3 == 0 ? at : change.getInstant();
                    return near.plusSeconds(around).atZone(zone);
                })));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Oslo",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Pacific/Apia",
                        "Pacific/Kiritimati",
                        "Asia/Kathmandu",
                        "America/St_Johns",
                        "UTC")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<BigDecimal> whole() {
        return Arbitraries.integers().between(50, 80).flatMap(bits -> Arbitraries.integers()
                .between(-3, 3)
                .map(near -> BigDecimal.valueOf(2).pow(bits).add(BigDecimal.valueOf(near))));
    }
}
