package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tandem.config.ConfigurationFault;
import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a store fails is a sentence that says which store, what happened and what to do. */
@Execution(ExecutionMode.CONCURRENT) // the pool waits a second before it gives a store up
class StoreUnavailableTest {

    private static final Duration ONE_TRY = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private String h2() {
        return "jdbc:h2:file:" + folder.resolve("data/tandem") + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + free + "/tandem?user=someone";
        assertThatThrownBy(() -> Database.open(url, "u", "p", ONE_TRY))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("the store at jdbc:postgresql://127.0.0.1:" + free
                        + "/tandem: it can't be reached. Is the server running, and is the address right?");
    }

    @Test
    void saysThatThereIsNoSuchDatabase() {
        String url = TestDatabase.POSTGRESQL.url().replaceAll("/t[0-9a-f]{32}", "/nowhere");
        assertThatThrownBy(() -> Database.open(url, "postgres", "", ONE_TRY))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("there is no such database");
    }

    @Test
    void saysThatAFileIsDamaged() throws IOException {
        Files.write(Files.createDirectory(folder.resolve("data")).resolve("tandem.mv.db"), new byte[4096]);
        assertThatThrownBy(() -> Database.open(h2(), null, null, ONE_TRY))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("Put a backup in its place");
    }

    /** Root may write to everything: there the rights say nothing. */
    @Test
    void aProbeSaysThatAFileCantBeWrittenTo() throws IOException {
        TestDatabase.closedFile(folder.resolve("data/tandem"));
        Path file = folder.resolve("data/tandem.mv.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assumeThat(Files.isWritable(file)).isFalse();
        assertThatThrownBy(() -> Database.probe(h2(), null, null))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("can't be written to. Let this user write to its file");
    }

    @Test
    void aProbeSaysThatItsFolderIsNone() throws IOException {
        Files.writeString(folder.resolve("data"), "");
        assertThatThrownBy(() -> Database.probe(h2(), null, null))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("data can't be written to. Start in another folder, or set store.url");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:data/x, its path begins at no folder",
        "jdbc:h2:file:HERE/x;FOO=1, H2 does not know what follows a ;",
        "jdbc:h2:file:HERE/x;foo, H2 does not know what follows a ;",
        "jdbc:h2:file:HERE/x;IFEXISTS=TRUE, there is no such file",
    })
    void aProbeSaysThatAnAddressIsNone_asOpeningDoes(String url, String why) throws IOException {
        String there = url.replace("HERE", folder.toString());
        assertThatThrownBy(() -> Database.probe(there, null, null))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> Database.open(there, null, null, ONE_TRY))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(why);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aProbeMakesNothing() throws IOException {
        Database.probe(h2(), null, null);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28P01|0|refuses the credentials",
                "08006|0|can't be reached",
                "57P01|0|can't be reached",
                "53100|0|disk of the database server is full",
                "53300|0|no resources left",
                "25006|0|read-only",
                "42501|0|may not do what is needed",
                "90031|90031|Is the disk full",
                "90028|90028|Is the disk full",
                "90097|90097|read-only",
                "90098|90098|it is closed",
                "90030|90030|damaged",
                "90020|90020|another process has it open",
            })
    void knowsAFailureOfARunningStore(String state, int code, String words) {
        Exception failure = new JdbiException("x", new SQLException("quotes a value", state, code)) {
            private static final long serialVersionUID = 1L;
        };
        assertThat(StoreUnavailable.sentence(new IllegalStateException(failure)))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the store: ")
                        .contains(words)
                        .doesNotContain("quotes"));
    }

    @Test
    void leavesOtherFailuresOfAStatementAlone() {
        assertThat(StoreUnavailable.sentence(new SQLException("twice", "23505", 23505)))
                .isEmpty();
    }

    @Test
    void aStoreIsItsOwnersAlone_alsoInAFolderThatOthersRead() throws IOException {
        Path open = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Database.open(h2(), null, null).close();
        try (var files = Files.list(open)) {
            List<Path> made = files.toList();
            assertThat(made)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .containsExactly("tandem.mv.db");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.get(0))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void givesBackTheSpaceOfRowsThatAreGone_whenItIsClosed() throws IOException {
        TestDatabase.closedFile(folder.resolve("data/tandem"));
        Path file = folder.resolve("data/tandem.mv.db");
        Database store = Database.open(h2(), null, null);
        store.jdbi().useHandle(h -> {
            h.execute("create table filler as select x id, random_uuid()::varchar || repeat('x', 400) t from"
                    + " system_range(1, 5000)");
            for (int i = 0; i < 5; i++) {
                h.execute("update filler set t = random_uuid()::varchar || repeat('y', 400)");
            }
            h.execute("drop table filler");
        });
        store.close();
        assertThat(Files.size(file)).isLessThan(1_000_000);
    }
}
