package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A store is upgraded whole, or it stays what it was: whatever ends the upgrade half-way. */
class MigrationTest {

    private static final String FEED = "insert into account (system, account) values ('desk', 'of the first schema')";

    private static final Duration ONE_TRY = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("tandem");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "", "");
                Statement one = connection.createStatement()) {
            for (String statement : statements) {
                one.execute(statement);
            }
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static long accounts(Database store) {
        return store.jdbi().withHandle(h -> h.createQuery("select count(*) from account")
                .mapTo(Long.class)
                .one());
    }

    /** Else a store that lacks the newest would be opened as it is. */
    @Test
    void theNewestFileIsKnownByItsNumber() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("^V|__.*", ""))
                            .mapToInt(Integer::parseInt)
                            .max())
                    .hasValue(Migration.NEWEST);
        }
    }

    /** As a full disk does, or a kill: H2 keeps the statements before. */
    @Test
    void anUpgradeThatFails_leavesTheFileAsItWas() throws Exception {
        Flyway.configure().dataSource(url(), "", "").target("1").load().migrate();
        execute(FEED, "create table intent (id bigint)");
        assertThatThrownBy(() -> Database.open(url(), "", "")).isInstanceOf(StoreUnavailable.class);
        assertThat(files()).containsExactly("tandem.mv.db");

        execute("drop table intent");
        try (Database store = Database.open(url(), "", "")) {
            assertThat(accounts(store)).isEqualTo(1);
        }
        assertThat(files()).containsExactly("tandem.mv.db");
    }

    /** A process was killed while it made, or upgraded, the store. */
    @Tag("thorough")
    @Test
    void whatAnEarlierUpgradeLeft_isMadeOnceMore() throws Exception {
        Files.write(folder.resolve("tandem-next.mv.db"), new byte[4096]);
        Database.open(url(), "", "").close();
        assertThat(files()).containsExactly("tandem.mv.db");

        Files.delete(folder.resolve("tandem.mv.db"));
        Flyway.configure().dataSource(url(), "", "").target("1").load().migrate();
        Files.write(folder.resolve("tandem-next.mv.db"), new byte[4096]);
        Database.open(url(), "", "").close();
        assertThat(files()).containsExactly("tandem.mv.db");
    }

    /** Two start in one new folder at once: the second would delete, or replace, what the first has open. */
    @Test
    void leavesAStoreAlone_thatAnotherProcessIsMaking() throws Exception {
        Path next = folder.resolve("tandem-next.mv.db");
        try (FileChannel another = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock lock = another.lock()) {
            assertThatThrownBy(() -> Database.open(url(), "", "", ONE_TRY))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("another process has it open");
            assertThat(lock.isValid()).isTrue();
            assertThat(files()).containsExactly("tandem-next.mv.db");
        }
        Database.open(url(), "", "").close();
        assertThat(files()).containsExactly("tandem.mv.db");
    }

    @Test
    void saysThatAnUpgradeOfAnotherVersionDidNotEnd() throws Exception {
        Database.open(url(), "", "").close();
        execute("update \"flyway_schema_history\" set \"success\" = false where \"version\" = '4'");
        assertThatThrownBy(() -> Database.open(url(), "", ""))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("an earlier upgrade did not end")
                .hasMessageContaining("Put a backup in its place");
    }

    @ParameterizedTest
    @OnOneDatabase
    void isNotOpened_ifANewerVersionMadeIt(TestDatabase kind) throws Exception {
        String url = kind == TestDatabase.H2 ? url() : kind.newUrl();
        String user = kind == TestDatabase.H2 ? "" : kind.user;
        Database.open(url, user, "").close();
        Flyway.configure()
                .dataSource(url, user, "")
                .locations("db/migration", "db/newer")
                .load()
                .migrate();
        List<ThrowableAssert.ThrowingCallable> looks =
                List.of(() -> Database.open(url, user, ""), () -> Database.probe(url, user, ""));
        for (ThrowableAssert.ThrowingCallable look : looks) {
            assertThatThrownBy(look)
                    .isInstanceOf(ConfigurationFault.class)
                    .hasMessageContaining("by a newer version of Tandem");
        }
    }
}
