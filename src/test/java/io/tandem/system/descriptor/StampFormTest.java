package io.tandem.system.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampFormTest {

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd.MM.yyyy HH:mm:ss | 26.11.2026 23:54:07 | 2026-11-26T23:54:07Z",
                "dd.MM.yyyy          | 26.11.2026          | 2026-11-26T00:00:00Z",
                "yyyyMMdd'T'HHmmssX  | 20261126T235407+01  | 2026-11-26T22:54:07Z",
                "d MMM yyyy h:mm a   | 6 Nov 2026 3:04 PM  | 2026-11-06T15:04:00Z",
                "epoch               | 1795737247          | 2026-11-26T23:54:07Z",
                "epoch-millis        | 1795737247000       | 2026-11-26T23:54:07Z",
            })
    void readsWhatAnApiPrints_andPrintsTheSame(String pattern, String text, Instant moment) {
        StampForm form = StampForm.of(pattern);
        assertThat(form.parse(text)).contains(moment);
        assertThat(form.parse(form.text(moment))).contains(moment);
    }

    @Test
    void flowsSeeIso_andTheApiGetsItsOwnForm() throws Exception {
        StampForm day = StampForm.of("dd.MM.yyyy");
        assertThat(day.toIso(json("\"24.12.1999\""))).isEqualTo(TextNode.valueOf("1999-12-24T00:00:00Z"));
        assertThat(day.fromIso(TextNode.valueOf("1999-12-24"))).isEqualTo(TextNode.valueOf("24.12.1999"));
        assertThat(day.fromIso(TextNode.valueOf("1999-12-24T23:00:00+01:00")))
                .isEqualTo(TextNode.valueOf("24.12.1999"));
        StampForm millis = StampForm.of("epoch-millis");
        assertThat(millis.toIso(json("945993600000"))).isEqualTo(TextNode.valueOf("1999-12-24T00:00:00Z"));
        assertThat(millis.fromIso(TextNode.valueOf("1999-12-24T00:00:00Z")).toString())
                .isEqualTo("945993600000");
    }

    /** Such a one can't be counted in milliseconds, or be printed as others are. */
    @ParameterizedTest
    @CsvSource({"epoch,9999999999999999", "epoch,253402300800", "epoch-millis,9223372036854775807", "epoch,-99999999999"
    })
    void aMomentOutsideOfOurCalendar_isNone(String pattern, String text) throws Exception {
        StampForm form = StampForm.of(pattern);
        assertThat(form.parse(text)).isEmpty();
        assertThat(form.toIso(json(text))).isEqualTo(json(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "null", "\"\"", "[\"24.12.1999\"]", "{\"a\":1}", "true"})
    void leavesWhatHasAnotherForm(String value) throws Exception {
        StampForm day = StampForm.of("dd.MM.yyyy");
        assertThat(day.toIso(json(value))).isEqualTo(json(value));
        assertThat(day.fromIso(json(value))).isEqualTo(json(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH:mm", "nonsense pattern {", "yyyy"})
    void refusesAPatternWithoutADay(String pattern) {
        assertThatThrownBy(() -> StampForm.of(pattern)).isInstanceOf(IllegalArgumentException.class);
    }
}
