package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.system.CallLedger;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was used of a budget outlives the process that used it, on both databases. */
class StoredLedgerTest {

    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");

    @ParameterizedTest
    @EnumSource
    void remembersCallsByBucket_andForgetsWhatIsOver(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            ledger.used("desk.exports", EIGHT);
            ledger.used("desk.exports", EIGHT);
            ledger.used("desk.exports", EIGHT.plusSeconds(30));
            ledger.used("desk.users", EIGHT);

            StoredLedger afterRestart = new StoredLedger(store.jdbi());
            assertThat(afterRestart.since("desk.exports", EIGHT))
                    .containsExactly(new CallLedger.Used(EIGHT, 2), new CallLedger.Used(EIGHT.plusSeconds(30), 1));
            assertThat(afterRestart.since("desk.exports", EIGHT.plusSeconds(1))).hasSize(1);
            assertThat(afterRestart.since("desk.exports", EIGHT)).hasSize(1);
        }
    }
}
