package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.chunk.Trouble;
import io.tandem.config.Tuning;
import io.tandem.flow.Side;
import io.tandem.kit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 12: growing pauses. */
class ParkTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 360", "11, 360", "1000000, 360", "2147483647, 360"})
    void doublesThePause_upToSixHours(int attempts, long minutes) {
        assertThat(Tuning.DEFAULT.pauses().after(attempts)).isEqualTo(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @EnumSource
    void isDue_whenAClockThatWasAheadStoredTheNextTry(TestDatabase database) {
        Instant eight = Instant.parse("2026-01-05T08:00:00Z");
        Trouble trouble = new Trouble(Side.SOURCE, "1", "", "not available", true);
        try (Database store = database.open()) {
            store.jdbi().useHandle(h -> {
                Park.add(h, "users", List.of(trouble), eight.plus(Duration.ofDays(365)));
                h.execute(
                        "update park set next_try_ms = ?",
                        eight.plus(Duration.ofDays(365)).toEpochMilli());
                assertThat(NextTry.due(
                                h,
                                "users",
                                Side.SOURCE,
                                eight,
                                Tuning.DEFAULT.pauses().longest(),
                                "",
                                100))
                        .containsExactly("1");
                h.execute(
                        "update park set next_try_ms = ?",
                        eight.plus(Duration.ofHours(6)).toEpochMilli());
                assertThat(NextTry.due(
                                h,
                                "users",
                                Side.SOURCE,
                                eight,
                                Tuning.DEFAULT.pauses().longest(),
                                "",
                                100))
                        .isEmpty();
            });
        }
    }

    /** What can heal keeps its pause; what waits for a change is due, whichever of the pair was edited. */
    @ParameterizedTest
    @EnumSource
    void whatWaitsForAChange_isDue_onceItsRecordOrItsPartnerWasEdited(TestDatabase database) {
        Instant now = Instant.parse("2026-01-05T08:00:00Z");
        try (Database store = database.open()) {
            store.jdbi().useHandle(h -> {
                Links.insert(h, Link.matched("users", "1", "11", now));
                Park.add(h, "users", List.of(new Trouble(Side.TARGET, "11", "", "no", false)), now);
                NextTry.edited(h, "users", Side.SOURCE, List.of("2"), now);
                NextTry.edited(h, "others", Side.SOURCE, List.of("1"), now);
                assertThat(NextTry.due(
                                h,
                                "users",
                                Side.TARGET,
                                now,
                                Tuning.DEFAULT.pauses().longest(),
                                "",
                                100))
                        .isEmpty();
                assertThat(NextTry.pauses(h, "users", Side.TARGET, "11")).isFalse();
                NextTry.edited(h, "users", Side.SOURCE, List.of("1"), now);
                assertThat(NextTry.due(
                                h,
                                "users",
                                Side.TARGET,
                                now,
                                Tuning.DEFAULT.pauses().longest(),
                                "",
                                100))
                        .containsExactly("11");
                assertThat(NextTry.pauses(h, "users", Side.TARGET, "11")).isTrue();
                Instant later = now.plus(Duration.ofHours(1));
                h.execute("update park set next_try_ms = ?", later.toEpochMilli());
                NextTry.edited(h, "users", Side.TARGET, List.of("11"), now);
                assertThat(NextTry.due(
                                h,
                                "users",
                                Side.TARGET,
                                now,
                                Tuning.DEFAULT.pauses().longest(),
                                "",
                                100))
                        .isEmpty();
            });
        }
    }

    @Test
    void neverShortensThePause() {
        for (int attempts = 1; attempts < 100; attempts++) {
            assertThat(Tuning.DEFAULT.pauses().after(attempts + 1))
                    .isGreaterThanOrEqualTo(Tuning.DEFAULT.pauses().after(attempts));
        }
    }

    /** A piece may end between two properties of a record. */
    @ParameterizedTest
    @EnumSource
    void isReadInPieces_thatLeaveOutNothing(TestDatabase database) {
        try (Database store = database.open()) {
            store.jdbi().useHandle(h -> {
                for (String property : List.of("", "name", "phone")) {
                    for (String record : List.of("1", "2")) {
                        h.execute(
                                "insert into park (flow, side, record_id, property, reason, attempts, since_ms)"
                                        + " values ('users', 'SOURCE', ?, ?, 'no', 1, 0)",
                                record,
                                property);
                    }
                }
                List<String> read = new ArrayList<>();
                Parked last = null;
                for (int piece = 0; piece < 3; piece++) {
                    List<Parked> some = Park.after(h, "users", Side.SOURCE, last, 2);
                    some.forEach(parked -> read.add(parked.recordId() + " " + parked.property()));
                    last = some.get(1);
                }
                assertThat(read).containsExactly("1 ", "1 name", "1 phone", "2 ", "2 name", "2 phone");
                assertThat(Park.after(h, "users", Side.SOURCE, last, 2)).isEmpty();
            });
        }
    }
}
