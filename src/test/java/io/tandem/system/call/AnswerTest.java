package io.tandem.system.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    private static final String DATE = "Mon, 05 Jan 2026 10:00:00 GMT";

    private static Instant at(String time) {
        return Instant.parse("2026-01-05T" + time + "Z");
    }

    /** Seed 932034: while the call was under way our clock was set back, and a lagging row was taken for newer than our own write. */
    @ParameterizedTest
    @CsvSource({
        "10:01:10, 10:01:11, PT1M10S",
        "09:58:50, 09:58:51, PT-1M-9S",
        "10:00:00, 10:00:02, PT0S",
        "09:59:50, 10:00:20, PT0S",
        "10:00:00, 10:01:10, PT0S",
        "10:01:10, 10:00:01, PT0S",
        "10:02:20, 10:01:10, PT1M10S",
    })
    void knowsHowFarOurClockIsAhead_alsoWhenItWasSetInBetween(String asked, String received, Duration ahead) {
        Answer answer = new Answer(
                200,
                Map.of("date", DATE),
                MissingNode.getInstance(),
                at(asked),
                at(received),
                SecretsInText.nothing(),
                false);
        assertThat(answer.clockOffset()).isEqualTo(ahead);
    }
}
