package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a record's own page can be opened from the console. */
class PagesTest {

    private static String json(String address, Lists.WaitingRow row) {
        return new Pages((entity, id) ->
                        entity.toString().equals("shop/party") ? Optional.empty() : Optional.of(address + id))
                .json(List.of(row), shown -> Stream.concat(Stream.of(shown.record()), shown.candidates().stream()));
    }

    private static Lists.WaitingRow row(String... candidates) {
        return new Lists.WaitingRow("flow", "desk/users/1", "ambiguous", List.of(candidates));
    }

    @Test
    void namesThePageOfEachKey_besideWhatTheRowSaid() {
        assertThat(json("https://a.example/", row("shop/contacts/2", "shop/party/3")))
                .isEqualTo("[{\"flow\":\"flow\",\"record\":\"desk/users/1\",\"reason\":\"ambiguous\","
                        + "\"candidates\":[\"shop/contacts/2\",\"shop/party/3\"],"
                        + "\"pages\":{\"desk/users/1\":\"https://a.example/1\","
                        + "\"shop/contacts/2\":\"https://a.example/2\"}}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)//",
                "data:text/html,",
                "//a.example/",
                "",
                "ftp://a/",
                "https://a b/",
                "x https://"
            })
    void leavesOutWhatIsNoWebAddress(String address) {
        assertThat(json(address, row())).endsWith("\"pages\":{}}]");
    }

    @Test
    void leavesOutAKeyThatIsNotThere() {
        assertThat(json("http://a.example/", row("")))
                .endsWith("\"pages\":{\"desk/users/1\":\"http://a.example/1\"}}]");
    }
}
