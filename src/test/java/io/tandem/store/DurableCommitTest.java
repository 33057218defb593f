package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is in an H2 file after a SIGKILL. What a call depends on is committed before it (rule 10); what nothing depends on
 * yet may be late.
 */
class DurableCommitTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> kills() {
        return Stream.of(
                Arguments.of("not what may be late", List.of("now:a", "late:b", "read"), List.of("a")),
                Arguments.of("all before a call", List.of("late:a", "late:b", "call", "late:c"), List.of("a", "b")),
                Arguments.of("all after a while", List.of("late:a", "wait"), List.of("a")),
                Arguments.of("as before, once taken back", List.of("back:a", "now:b", "late:c"), List.of("b")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("kills")
    void keeps_whenTheProcessIsKilledAtOnce(String what, List<String> steps, List<String> kept) throws Exception {
        String url = TestDatabase.closedFile(folder.resolve("tandem")) + ";DB_CLOSE_ON_EXIT=FALSE";
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        url,
                        String.join(",", steps))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isEqualTo(Killed.HALTED);

        try (Database store = Database.open(url, null, null)) {
            assertThat(systems(store)).as(what).isEqualTo(kept);
        }
    }

    private static List<String> systems(Database store) {
        return store.jdbi().withHandle(h -> h.createQuery("select system from account order by system")
                .mapTo(String.class)
                .list());
    }

    @Test
    void keepsAll_whenTheStoreIsClosed() throws IOException {
        String url = TestDatabase.closedFile(folder.resolve("tandem"));
        try (Database store = Database.open(url, null, null)) {
            store.jdbi().useTransaction(h -> {
                FileCommits.mayBeLate(h);
                Killed.insert(h, "a");
            });
        }
        try (Database store = Database.open(url, null, null)) {
            assertThat(systems(store)).containsExactly("a");
        }
    }

    /** As when the disk is full: the numbers of lost rows would come again for others. */
    @Test
    void refusesTheStore_onceTheFileWasClosedBeforeAllOfItWasWritten() throws IOException {
        try (Database store = Database.open(TestDatabase.closedFile(folder.resolve("tandem")), null, null)) {
            Jdbi jdbi = store.jdbi();
            jdbi.useTransaction(h -> Killed.insert(h, "a"));
            jdbi.useTransaction(h -> {
                FileCommits.mayBeLate(h);
                Killed.insert(h, "b");
            });
            fail(jdbi);
            looks().until(() -> why(jdbi).contains("before all of it was written"));
            assertThat(why(jdbi)).contains("before all of it was written").contains("start again");
        }
    }

    /** Why it can't be used, as an operator reads it, and the cause. */
    private static String why(Jdbi jdbi) {
        try {
            jdbi.useHandle(h -> Killed.insert(h, "c"));
            return "";
        } catch (JdbiException e) {
            return StoreUnavailable.sentence(e).orElse("")
                    + Throwables.getRootCause(e).getMessage();
        }
    }

    @Test
    void goesOn_onceTheFileWasClosedWhenAllOfItWasWritten() throws IOException {
        try (Database store = Database.open(TestDatabase.closedFile(folder.resolve("tandem")), null, null)) {
            Jdbi jdbi = store.jdbi();
            jdbi.useTransaction(h -> {
                FileCommits.mayBeLate(h);
                Killed.insert(h, "a");
            });
            jdbi.useTransaction(h -> Killed.insert(h, "b"));
            fail(jdbi);
            looks().until(() -> why(jdbi).isEmpty());
        }
    }

    /** The pool tries a connection before it gives it out, unless it was used in the last half second. */
    private static ConditionFactory looks() {
        return Awaitility.await().pollInterval(Duration.ofMillis(600));
    }

    /** Closes the file as a failure does: without writing it. The next connection opens it again. */
    private static void fail(Jdbi jdbi) {
        assertThatThrownBy(() -> jdbi.useHandle(h -> h.execute("shutdown immediately")))
                .isInstanceOf(JdbiException.class);
    }

    /** Takes some steps and is gone, without any of Java's last rites. */
    static final class Killed {

        static final int HALTED = 9;

        private Killed() {}

        public static void main(String[] urlAndSteps) throws SQLException {
            Jdbi jdbi = Database.open(urlAndSteps[0], null, null).jdbi();
            for (String step : urlAndSteps[1].split(",")) {
                String name = step.substring(step.indexOf(':') + 1);
                switch (step.substring(0, step.length() - name.length())) {
                    case "now:" -> jdbi.useTransaction(h -> insert(h, name));
                    case "late:" ->
                        jdbi.useTransaction(h -> {
                            FileCommits.mayBeLate(h);
                            insert(h, name);
                        });
                    case "back:" ->
                        jdbi.useHandle(h -> {
                            h.begin();
                            FileCommits.mayBeLate(h);
                            insert(h, name);
                            h.rollback();
                        });
                    default -> otherwise(jdbi, name);
                }
            }
            Runtime.getRuntime().halt(HALTED);
        }

        private static void otherwise(Jdbi jdbi, String step) throws SQLException {
            if (step.equals("call")) {
                FileCommits.writeAll(jdbi);
            } else if (step.equals("read")) {
                jdbi.useTransaction(h -> h.createQuery("select count(*) from account")
                        .mapTo(Long.class)
                        .one());
            } else {
                while (jdbi.withHandle(Killed::hasUnwritten)) {
                    Thread.onSpinWait();
                }
            }
        }

        private static void insert(Handle handle, String name) {
            handle.execute("insert into account values (?, 'acme')", name);
        }

        private static boolean hasUnwritten(Handle handle) throws SQLException {
            return ((SessionLocal)
                            handle.getConnection().unwrap(JdbcConnection.class).getSession())
                    .getDatabase()
                    .getStore()
                    .getMvStore()
                    .hasUnsavedChanges();
        }
    }
}
