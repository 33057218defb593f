package io.tandem.transform;

import static io.tandem.transform.Pair.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversions case by case; {@link LensLawsTest} holds the laws. */
class ConversionTest {

    @ParameterizedTest(name = "{0}: {1} goes forward as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "STRING   | 42                             | '42'",
                "STRING   | 100                            | '100'",
                "STRING   | 9223372036854775808            | '9223372036854775808'",
                "STRING   | true                           | 'true'",
                "INTEGER  | '42'                           | 42",
                "INTEGER  | ' 42 '                         | 42",
                "INTEGER  | '9007199254740993'             | 9007199254740993",
                "INTEGER  | 42.0                           | 42",
                "FLOAT    | '0.10'                         | 0.1",
                "DECIMAL  | '1e3'                          | 1000",
                "DECIMAL  | '0.1234567890123456789'        | 0.1234567890123456789",
                "BOOLEAN  | 'TRUE'                         | true",
                "BOOLEAN  | 0                              | false",
                "BOOLEAN  | '1'                            | true",
                "DATE     | '2026-03-01'                   | '2026-03-01'",
                "DATE     | '2026-03-01T00:30:00+14:00'    | '2026-03-01'",
                "DATE     | '2026-03-01T23:30:00-11:00'    | '2026-03-01'",
                "DATETIME | '2026-03-01T00:30:00+02:00'    | '2026-02-28T22:30:00Z'",
                "DATETIME | '2026-03-01T12:00:00.000+0000' | '2026-03-01T12:00:00Z'",
                "DATETIME | '2026-03-01 12:00:00 +0100'    | '2026-03-01T11:00:00Z'",
                "LIST     | 'vip'                          | ['vip']",
                "LIST     | ['b','a']                      | ['b','a']",
                "NONE     | {'a':[1]}                      | {'a':[1]}",
            })
    void convertsForward(ValueType type, String source, String target) {
        assertThat(converted(get(type, source))).isEqualTo(json(target));
    }

    @ParameterizedTest(name = "{0}: {2}, written over {1}, becomes {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INTEGER  | '42'                        | 43                     | '43'",
                "INTEGER  | ' 42'                       | 42                     | ' 42'",
                "INTEGER  | 41                          | '42'                   | 42",
                "INTEGER  | 'unknown'                   | 42                     | '42'",
                "INTEGER  | null                        | 42                     | 42",
                "STRING   | 42                          | '43'                   | 43",
                "STRING   | 'a'                         | 'B '                   | 'B '",
                "BOOLEAN  | '1'                         | false                  | '0'",
                "BOOLEAN  | 1                           | false                  | 0",
                "BOOLEAN  | 'TRUE'                      | true                   | 'TRUE'",
                "BOOLEAN  | 'true'                      | false                  | 'false'",
                "DECIMAL  | '1.50'                      | 1.5                    | '1.50'",
                "DECIMAL  | '1.50'                      | 2.25                   | '2.25'",
                "DATE     | '2026-03-01T10:00:00+01:00' | '2026-03-02'           | '2026-03-02T10:00:00+01:00'",
                "DATE     | 'some day soon'             | '2026-03-02'           | '2026-03-02'",
                "DATETIME | '2026-03-01T10:00:00+01:00' | '2026-03-01T09:00:00Z' | '2026-03-01T10:00:00+01:00'",
                "DATETIME | '2026-03-01T10:00:00+01:00' | '2026-03-01T10:00:00Z' | '2026-03-01T11:00:00+01:00'",
                "DATETIME | 'yesterday'                 | '2026-03-01T10:00:00Z' | '2026-03-01T10:00:00Z'",
                "LIST     | 'vip'                       | ['gold']               | 'gold'",
                "LIST     | ['vip']                     | ['gold','new']         | ['gold','new']",
            })
    void keepsTheSourcesWayOfWriting(ValueType type, String source, String target, String written) {
        assertThat(converted(put(type, source, target))).isEqualTo(json(written));
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INTEGER  | '4.5'                 | a string that is no whole number",
                "INTEGER  | 'secret'              | a string that is no whole number",
                "INTEGER  | true                  | a boolean that is no whole number",
                "DECIMAL  | '1,5'                 | a string that is no number",
                "BOOLEAN  | 'yes'                 | a string that is no boolean",
                "BOOLEAN  | 2                     | a number that is no boolean",
                "DATE     | '2026-02-30'          | a string that is no date",
                "DATE     | 20260301              | a number that is no date",
                "DATETIME | '2026-03-01T10:00:00' | a string that is no date with time and zone",
                "STRING   | {'a':1}               | an object that is no text",
                "INTEGER  | 1e999999              | a string that is no whole number",
                "INTEGER  | [1]                   | an array that is no whole number",
            })
    void refusesWithKindAndWantedType(ValueType type, String source, String reason) {
        assertThat(get(type, source)).isEqualTo(new Lens.Result.Refused(reason));
    }

    @ParameterizedTest(name = "{0} refuses {2} over {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "STRING  | 42    | '007'",
                "STRING  | 42    | '1.50'",
                "STRING  | 42    | '1e3'",
                "STRING  | true  | '1'",
                "STRING  | 42    | 'forty-two'",
                "INTEGER | null  | 'forty-two'",
                "INTEGER | true  | 7",
                "LIST    | 'vip' | ['gold','new']",
                "LIST    | 'vip' | [['gold']]",
            })
    void refusesBackward_whenTheSourcesFormCannotHoldIt(ValueType type, String source, String target) {
        assertThat(put(type, source, target)).isInstanceOf(Lens.Result.Refused.class);
    }

    @Test
    void readsNumbersOfUpToAHundredDigits() {
        String digits = "7".repeat(100);
        assertThat(converted(get(ValueType.INTEGER, "'" + digits + "'"))).isEqualTo(json(digits));
        assertThat(get(ValueType.INTEGER, "'" + digits + "7'")).isInstanceOf(Lens.Result.Refused.class);
    }

    private static Lens.Result get(ValueType type, String source) {
        return new Conversion(type).get(json(source), Pair.NO_REFERENCES);
    }

    private static Lens.Result put(ValueType type, String source, String target) {
        return new Conversion(type).put(json(target), json(source), Pair.NO_REFERENCES);
    }

    private static JsonNode converted(Lens.Result result) {
        assertThat(result).isInstanceOf(Lens.Result.Converted.class);
        return ((Lens.Result.Converted) result).value();
    }
}
