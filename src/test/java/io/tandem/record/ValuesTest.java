package io.tandem.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One canonical form of values, so that equal means the same, and ids keep every digit. */
class ValuesTest {

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.MAPPER.readTree(text);
    }

    private static Values of(String property, String json) throws JsonProcessingException {
        return Values.of(Map.of(property, json(json)));
    }

    @Test
    void numbersAreEqualByValue_andWrittenPlainly() throws JsonProcessingException {
        assertThat(of("n", "70")).isEqualTo(of("n", "70.0")).isEqualTo(of("n", "7e1"));
        assertThat(of("n", "7000000000000").toJson()).isEqualTo("{\"n\":7000000000000}");
        assertThat(Values.text(of("n", "7000000000000").get("n"))).isEqualTo("7000000000000");
    }

    @Test
    void idsBeyond64BitsKeepTheirDigits() throws JsonProcessingException {
        String id = "92233720368547758079223372036854775807";
        assertThat(Values.fromJson(of("id", id).toJson()).get("id"))
                .isEqualTo(of("id", id).get("id"));
        assertThat(of("id", id).toJson()).contains(id);
    }

    /** Written out, this number would have a thousand million digits. */
    @Test
    void aNumberOfAbsurdSizeIsKeptAsText_andStopsNobody() throws JsonProcessingException {
        for (String number : new String[] {"1e999999999", "1e-999999999", "-7E+1001"}) {
            Values values = of("n", number);
            assertThat(values.get("n").isTextual()).isTrue();
            assertThat(Values.fromJson(values.toJson())).isEqualTo(values);
            assertThat(Values.text(Json.MAPPER.readTree(number))).hasSizeLessThan(20);
        }
        assertThat(of("n", "1e1000").get("n").isNumber()).isTrue();
    }

    @Test
    void readAndEmptyIsNotTheSameAsNeverRead() throws JsonProcessingException {
        assertThat(of("p", "null").has("p")).isTrue();
        assertThat(Values.none().has("p")).isFalse();
        assertThat(of("p", "null").get("p")).isEqualTo(Values.none().get("p"));
    }

    @Test
    void showsNamesOnly() throws JsonProcessingException {
        assertThat(of("email", "\"ada@example.com\"")).hasToString("Values[email]");
    }

    @Test
    void keepsANumberWithAFloodOfZerosAsText() throws Exception {
        assertThat(Values.text(Values.canonical(Json.MAPPER.readTree("1e999999999"))))
                .isEqualTo("1E+999999999");
        assertThat(Json.text(Values.canonical(Json.MAPPER.readTree("[1e-999999999]"))))
                .isEqualTo("[\"1E-999999999\"]");
    }
}
