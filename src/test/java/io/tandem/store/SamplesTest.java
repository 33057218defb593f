package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import io.tandem.store.Samples.Kind;
import io.tandem.store.Samples.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the charts show outlives the process that sampled it, on both databases. */
class SamplesTest {

    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");
    private static final long MINUTE = EIGHT.getEpochSecond() / 60;
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource
    void keepsEachMinute_forTheNextProcess(TestDatabase database) {
        try (Database store = database.open()) {
            Samples before = new Samples(store.jdbi());
            before.add(Kind.FLOW, "people", EIGHT, 3, 900);
            before.add(Kind.FLOW, "people", EIGHT.plusSeconds(30), 4, 200);
            before.add(Kind.FLOW, "people", EIGHT.plusSeconds(120), 5, 100);
            before.add(Kind.SYSTEM, "desk", EIGHT, 7, 20);

            Samples after = new Samples(store.jdbi());

            assertThat(after.last(Kind.FLOW, HOUR, 1, EIGHT.plusSeconds(180)))
                    .isEqualTo(Map.of("people", List.of(new Sample(MINUTE, 7, 900), new Sample(MINUTE + 2, 5, 100))));
            assertThat(after.last(Kind.SYSTEM, HOUR, 1, EIGHT.plusSeconds(180)))
                    .isEqualTo(Map.of("desk", List.of(new Sample(MINUTE, 7, 20))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesMinutesTogether(TestDatabase database) {
        try (Database store = database.open()) {
            Samples samples = new Samples(store.jdbi());
            for (int minute = 0; minute < 20; minute++) {
                samples.add(Kind.FLOW, "people", EIGHT.plusSeconds(60L * minute), 1, minute);
            }

            assertThat(samples.last(Kind.FLOW, HOUR, 10, EIGHT.plusSeconds(1_200))
                            .get("people"))
                    .containsExactly(new Sample(MINUTE, 10, 9), new Sample(MINUTE + 10, 10, 19));
        }
    }

    @ParameterizedTest
    @EnumSource
    void usesAMinutesRowAgain_aDayLater(TestDatabase database) {
        try (Database store = database.open()) {
            Samples samples = new Samples(store.jdbi());
            samples.add(Kind.FLOW, "people", EIGHT, 3, 900);
            samples.add(Kind.FLOW, "people", EIGHT.plus(Samples.SPAN), 4, 100);

            assertThat(StoreState.rows(store.jdbi())).containsEntry("sample", 1L);
            assertThat(samples.last(Kind.FLOW, Samples.SPAN, 1, EIGHT.plus(Samples.SPAN))
                            .get("people"))
                    .containsExactly(new Sample(MINUTE + 1_440, 4, 100));
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsNothingOfTheFuture_afterTheClockWasAhead(TestDatabase database) {
        try (Database store = database.open()) {
            Samples samples = new Samples(store.jdbi());
            samples.add(Kind.FLOW, "people", EIGHT.plusSeconds(3_600), 3, 900);
            samples.add(Kind.FLOW, "people", EIGHT, 1, 10);

            assertThat(samples.last(Kind.FLOW, HOUR, 1, EIGHT).get("people"))
                    .containsExactly(new Sample(MINUTE, 1, 10));
        }
    }
}
