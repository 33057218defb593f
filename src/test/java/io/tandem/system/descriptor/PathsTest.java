package io.tandem.system.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                    a.b                = {"a":{"b":1}}                     = 1
                    @odata.nextLink    = {"@odata.nextLink":"there"}       = there
                    rows.0.@odata.etag = {"rows":[{"@odata.etag":"W/1"}]}  = W/1
                    a.b                = {"a.b":2,"a":{"b":1}}             = 1
                    odata.error.code   = {"odata.error":{"code":"x"}}      = x
                    a.b                = {"a.c":2,"a":{"b":1}}             = 1
                    a.b                = {"a":{"c":1}}                     = ''
                    """)
    void followsDots_andFindsNamesThatHaveSomeOfTheirOwn(String path, String json, String value) throws IOException {
        JsonNode node = Json.MAPPER.readTree(json);
        assertThat(Paths.text(node, path)).isEqualTo(value);
        assertThat(String.join("", Paths.texts(node, path.toUpperCase(Locale.ROOT))))
                .isEqualTo(value);
    }
}
