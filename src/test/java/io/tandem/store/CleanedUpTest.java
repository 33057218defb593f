package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before a command's rounds the store is cleaned up once an hour. */
class CleanedUpTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "H2, PT0S, false",
        "H2, PT59M, false",
        "H2, PT61M, true",
        "H2, PT-1S, true",
        "POSTGRESQL, PT59M, false",
        "POSTGRESQL, PT61M, true"
    })
    void isDueAnHourAfterTheLast_andWhereTheClockWasSetBack(TestDatabase database, Duration later, boolean due) {
        try (Database store = database.open()) {
            assertThat(CleanedUp.isDue(store.jdbi(), NOON, Duration.ofHours(1))).isTrue();
            CleanedUp.note(store.jdbi(), NOON);
            assertThat(CleanedUp.isDue(store.jdbi(), NOON.plus(later), Duration.ofHours(1)))
                    .isEqualTo(due);
        }
    }
}
