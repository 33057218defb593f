package io.tandem.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 12: growing pauses. */
class ParkTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 360", "11, 360", "1000000, 360", "2147483647, 360"})
    void doublesThePause_upToSixHours(int attempts, long minutes) {
        assertThat(Park.pause(attempts)).isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void neverShortensThePause() {
        for (int attempts = 1; attempts < 100; attempts++) {
            assertThat(Park.pause(attempts + 1)).isGreaterThanOrEqualTo(Park.pause(attempts));
        }
    }
}
