package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Budgets belong to the store: they outlive a process, and two processes share them, on both databases. */
class StoredLedgerTest {

    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");
    private static final Instant NEXT_YEAR = EIGHT.plus(Duration.ofDays(400));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource
    void countsWhatAnotherProcessUsed_andAnEarlierOne(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger one = new StoredLedger(store.jdbi());
            StoredLedger other = new StoredLedger(store.jdbi());
            assertThat(one.claim("desk.exports", 2, MINUTE, EIGHT)).isZero();
            assertThat(other.claim("desk.exports", 2, MINUTE, EIGHT.plusSeconds(10)))
                    .isZero();
            assertThat(one.claim("desk.exports", 2, MINUTE, EIGHT.plusSeconds(20)))
                    .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
            assertThat(other.claim("desk.users", 2, MINUTE, EIGHT)).isZero();
            StoredLedger afterRestart = new StoredLedger(store.jdbi());
            assertThat(afterRestart.claim("desk.exports", 2, MINUTE, EIGHT.plusSeconds(59)))
                    .isPositive();
            assertThat(afterRestart.claim("desk.exports", 2, MINUTE, EIGHT.plusSeconds(61)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsACallByItsAnswer_notByItsSending(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            assertThat(ledger.claim("desk.exports", 1, MINUTE, EIGHT)).isZero();
            ledger.answered("desk.exports", MINUTE, EIGHT, EIGHT.plusSeconds(50));
            StoredLedger other = new StoredLedger(store.jdbi());
            assertThat(other.claim("desk.exports", 1, MINUTE, EIGHT.plusSeconds(62)))
                    .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(50));
            assertThat(other.used("desk.exports", EIGHT)).isEqualTo(1);
            assertThat(other.claim("desk.exports", 1, MINUTE, EIGHT.plusSeconds(112)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsACallThatRanLongerThanItsWindow(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            assertThat(ledger.claim("desk.exports", 2, MINUTE, EIGHT)).isZero();
            assertThat(ledger.claim("desk.exports", 2, MINUTE, EIGHT.plusSeconds(90)))
                    .isZero();
            ledger.answered("desk.exports", MINUTE, EIGHT, EIGHT.plusSeconds(100));
            assertThat(ledger.claim("desk.exports", 2, MINUTE, EIGHT.plusSeconds(110)))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void freesABudgetWithinItsTime_whenAClockThatWasAheadUsedItUp(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            assertThat(ledger.claim("desk.exports", 1, MINUTE, NEXT_YEAR)).isZero();
            assertThat(ledger.claim("desk.exports", 1, MINUTE, EIGHT))
                    .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(62));
            assertThat(ledger.claim("desk.exports", 1, MINUTE, EIGHT.plusSeconds(62)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAPauseAsLongAsItWas_whenAClockThatWasAheadStoredIt(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            ledger.closeUntil("desk.users", NEXT_YEAR.plusSeconds(30), NEXT_YEAR);
            assertThat(ledger.closedUntil("desk.users", EIGHT)).isEqualTo(EIGHT.plusSeconds(30));
            assertThat(ledger.closedUntil("desk.users", EIGHT.plusSeconds(10))).isEqualTo(EIGHT.plusSeconds(30));
            ledger.closeUntil("desk.users", EIGHT.plusSeconds(60), EIGHT.plusSeconds(10));
            assertThat(ledger.closedUntil("desk.users", EIGHT.plusSeconds(10))).isEqualTo(EIGHT.plusSeconds(60));
        }
    }

    /** The clock was set back while a call was on its way. */
    @ParameterizedTest
    @EnumSource
    void keepsAPauseThatIsTold_whenTheOneBeforeWasStoredByAClockThatWasAhead(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            ledger.closeUntil("desk.users", NEXT_YEAR.plusSeconds(5), NEXT_YEAR);
            ledger.closeUntil("desk.users", EIGHT.plusSeconds(60), EIGHT);
            assertThat(ledger.closedUntil("desk.users", EIGHT)).isEqualTo(EIGHT.plusSeconds(60));
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsNoCallTooManyGo_whenManyAskAtOnce(TestDatabase database) throws Exception {
        try (Database store = database.open()) {
            List<Callable<Integer>> processes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                StoredLedger ledger = new StoredLedger(store.jdbi());
                processes.add(() -> {
                    int granted = 0;
                    for (int call = 0; call < 10; call++) {
                        granted += ledger.claim("desk.exports", 25, MINUTE, EIGHT.plusMillis(call))
                                        .isZero()
                                ? 1
                                : 0;
                    }
                    return granted;
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(4);
            int granted = 0;
            for (Future<Integer> process : threads.invokeAll(processes)) {
                granted += process.get();
            }
            threads.shutdownNow();
            assertThat(granted).isEqualTo(25);
        }
    }

    @Test
    void aCallCostsThreeStatements_andThreeMoreForAnAnswerThatComesLater() throws SQLException {
        Recorder recorder = new Recorder();
        DriverManager.registerDriver(recorder);
        try (Database store = Database.open(recorder.url(TestDatabase.H2.migratedUrl()), TestDatabase.H2.user, "")) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            ledger.claim("desk.exports", 10, MINUTE, EIGHT);
            long before = recorder.executions();
            ledger.claim("desk.exports", 10, MINUTE, EIGHT.plusMillis(1));
            assertThat(recorder.executions() - before).isEqualTo(3);
            ledger.answered("desk.exports", MINUTE, EIGHT, EIGHT.plusSeconds(5));
            ledger.answered("desk.exports", MINUTE, EIGHT.plusMillis(1), EIGHT.plusMillis(2));
            assertThat(recorder.executions() - before).isEqualTo(7);
        } finally {
            DriverManager.deregisterDriver(recorder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void freesThePlaceOfACallWhoseAnswerCame_whenItsTimeIsOver(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            ledger.claim("desk.exports", 1, MINUTE, EIGHT);
            ledger.answered("desk.exports", MINUTE, EIGHT, EIGHT.plusSeconds(30));
            Instant full = EIGHT.plusSeconds(40);
            assertThat(ledger.claim("desk.exports", 1, MINUTE, full))
                    .isBetween(Duration.ofSeconds(49), Duration.ofSeconds(52));
            assertThat(ledger.claim("desk.exports", 1, MINUTE, EIGHT.plusSeconds(92)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAPauseForEverybody_andTheLongestOfSeveral(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger one = new StoredLedger(store.jdbi());
            assertThat(one.closedUntil("desk.users", EIGHT)).isEqualTo(Instant.EPOCH);
            one.closeUntil("desk.users", EIGHT.plusSeconds(600), EIGHT);
            one.closeUntil("desk.users", EIGHT.plusSeconds(1), EIGHT);
            assertThat(new StoredLedger(store.jdbi()).closedUntil("desk.users", EIGHT))
                    .isEqualTo(EIGHT.plusSeconds(600));
        }
    }
}
