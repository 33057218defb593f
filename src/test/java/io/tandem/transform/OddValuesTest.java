package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.ValueType;
import io.tandem.record.Stamps;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are allowed, and that tools for integration were reported to bend. */
class OddValuesTest {

    private static JsonNode converted(Lens.Result result) {
        return ((Lens.Result.Converted) result).value();
    }

    @Test
    void aTableOfValuesFollowsTheTypeOfItsRow() {
        JsonNode number = DecimalNode.valueOf(new BigDecimal("1.10"));
        Lens text = new TableLens(Map.of("g", number), ValueType.STRING);
        Lens plain = new TableLens(Map.of("g", number), ValueType.NONE);
        JsonNode g = TextNode.valueOf("g");
        assertThat(converted(text.get(g, wanted -> Optional.empty()))).isEqualTo(TextNode.valueOf("1.10"));
        assertThat(converted(plain.get(g, wanted -> Optional.empty())).isNumber())
                .isTrue();
        assertThat(converted(text.put(TextNode.valueOf("1.10"), TextNode.valueOf("x"), wanted -> Optional.empty())))
                .isEqualTo(g);
    }

    @ParameterizedTest
    @CsvSource({
        "2016-12-31T23:59:60Z,2017-02-03,2017-02-03T23:59:59Z",
        "2017-01-01T00:59:60+01:00,2017-02-03,2017-02-03T00:59:59+01:00",
        "2016-12-31 23:59:60,2017-02-03,2017-02-03 23:59:59",
        "2016-12-31T12:34:56Z,2017-02-03,2017-02-03T12:34:56Z"
    })
    void aLeapSecondStaysOnItsDay_whenTheDateAloneIsEdited(String source, String day, String wanted) {
        assertThat(converted(new Conversion(ValueType.DATE)
                        .put(TextNode.valueOf(day), TextNode.valueOf(source), unused -> Optional.empty())))
                .isEqualTo(TextNode.valueOf(wanted));
    }

    @Test
    void aLeapSecondIsAPointInTime() {
        assertThat(Stamps.parse("2016-12-31T23:59:60Z")).isEqualTo("2016-12-31T23:59:59Z");
    }

    @ParameterizedTest
    @CsvSource({"'\uD83D',\uFFFD", "'a\uDE00b','a\uFFFDb'", "'\uD83D\uDE00','\uD83D\uDE00'"})
    void halfACharacterIsKeptAsOneThatBothDatabasesKnow(String text, String kept) {
        assertThat(Values.canonical(TextNode.valueOf(text)).textValue()).isEqualTo(kept);
    }
}
