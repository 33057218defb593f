package io.tandem.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-01-31T08:09:07Z, 2024-01-31T08:09:07Z",
        "2024-02-29T23:59:59.5Z, 2024-02-29T23:59:59.5Z",
        "2024-01-31T08:00:00.000000001Z, 2024-01-31T08:00:00.000000001Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
        "2016-12-31T23:59:60.250Z, 2016-12-31T23:59:59.250Z",
        "2024-01-31 08:00:00Z, 2024-01-31T08:00:00Z",
        "2024-01-31T08:00:00 +01:00, 2024-01-31T07:00:00Z",
        "2024-01-31T08:00:00+0100, 2024-01-31T07:00:00Z",
        "2024-01-31T08:00:00.250+0000, 2024-01-31T08:00:00.250Z",
        "2024-01-31T08:00:00-05:30, 2024-01-31T13:30:00Z",
        "2016-12-31T23:59:60-00:00, 2016-12-31T23:59:59Z",
        "2024-01-31T08:00Z, 2024-01-31T08:00:00Z"
    })
    void readsWhatApisPrint(String text, Instant moment) {
        assertThat(Stamps.parse(text).toInstant()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-30T08:00:00Z",
                "2023-02-29T08:00:00Z",
                "2024-13-01T08:00:00Z",
                "2024-01-31T24:00:00Z",
                "2024-01-31T08:60:00Z",
                "2024-01-31T08:00:61Z",
                "2024-01-31T08:00:00+19:00",
                "2024-01-31T08:00:00+0160",
                "2024-01-31T08:00:00*0100",
                "2024-01-31T08:00:00+01:0",
                "2024-01-31T08:00:00+0a:00",
                "+0100",
                "Z",
                "2024-01-31T08:00:00",
                "2024-01-31T08:00:00,5Z",
                "2024-01-3aT08:00:00Z",
                "2024-01-31T08:00:00.0000000001Z"
            })
    void refusesWhatIsNoPointInTime(String text) {
        assertThatThrownBy(() -> Stamps.parse(text)).isInstanceOf(DateTimeException.class);
    }

    /** Looking for a zone behind blanks, a pattern would go over them once for each of them. */
    @Test
    void refusesALongText_atOnce() {
        String text = "2024-01-31" + " ".repeat(2_000_000) + "x";
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThatThrownBy(() -> Stamps.parse(text))
                .isInstanceOf(DateTimeException.class));
    }
}
