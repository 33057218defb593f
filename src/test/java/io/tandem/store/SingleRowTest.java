package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two processes that want the same row at the same moment both go on; a refusal of any other kind is a failure. */
class SingleRowTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");
    private static final String TOO_LONG = "x".repeat(1_000);

    static Stream<Arguments> rows() {
        return Stream.of(TestDatabase.values())
                .flatMap(database -> Stream.<Arguments>of(
                        row(database, "progress of a flow", h -> FlowProgress.of(h, "users")),
                        row(database, "feed", h -> FeedTable.state(h, USERS)),
                        row(
                                database,
                                "row of whatever kind",
                                h -> SingleRow.insert(
                                        h, "insert into account (system, account) values ('desk', 'a')"))));
    }

    private static Arguments row(TestDatabase database, String name, Consumer<Handle> insert) {
        return Arguments.of(database, name, insert);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void aSecondProcessGoesOnWithTheRowOfTheFirst(TestDatabase database, String name, Consumer<Handle> insert) {
        String url = database.migratedUrl();
        try (Database one = Database.open(url, database.user, "");
                Database other = Database.open(url, database.user, "")) {
            CompletableFuture<Void> second = one.jdbi()
                    .<CompletableFuture<Void>, RuntimeException>inTransaction(first -> {
                        insert.accept(first);
                        CompletableFuture<Void> waiting =
                                CompletableFuture.runAsync(() -> other.jdbi().useTransaction(h -> {
                                    insert.accept(h);
                                    h.execute("insert into account (system, account) values ('later', 'b')");
                                }));
                        await().until(() -> waiting.isDone() || isWaitedFor(database, one));
                        return waiting;
                    });
            second.join();
            String account = one.jdbi()
                    .withHandle(h -> h.createQuery("select account from account where system = 'later'")
                            .mapTo(String.class)
                            .one());
            assertThat(account).as("the second transaction was committed").isEqualTo("b");
        }
    }

    private static boolean isWaitedFor(TestDatabase database, Database store) {
        String waiting = database == TestDatabase.H2
                ? "select count(*) from information_schema.sessions where executing_statement like 'insert%'"
                : "select count(*) from pg_locks where not granted";
        return store.jdbi()
                .withHandle(h -> h.createQuery(waiting).mapTo(Long.class).one() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void aLeaseThatTheStoreRefusesIsAFailure_notHeldByAnother(TestDatabase database) {
        try (Database store = database.open();
                Leases leases = new Leases(store.jdbi(), new TickingClock())) {
            assertThatThrownBy(() -> leases.take(TOO_LONG, Duration.ZERO))
                    .isInstanceOf(UnableToExecuteStatementException.class);
            assertThatThrownBy(() -> leases.takeUnlessElsewhere(TOO_LONG, Duration.ZERO))
                    .isInstanceOf(UnableToExecuteStatementException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBudgetThatTheStoreRefusesIsAFailure_withItsReason(TestDatabase database) {
        try (Database store = database.open()) {
            StoredLedger ledger = new StoredLedger(store.jdbi());
            assertThatThrownBy(() -> ledger.claim(TOO_LONG, 1, Duration.ofMinutes(1), EIGHT))
                    .isInstanceOf(UnableToExecuteStatementException.class);
            assertThatThrownBy(() -> ledger.closeUntil(TOO_LONG, EIGHT, EIGHT))
                    .isInstanceOf(UnableToExecuteStatementException.class);
        }
    }
}
