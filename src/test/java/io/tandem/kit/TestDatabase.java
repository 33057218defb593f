package io.tandem.kit;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.tandem.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.util.function.Suppliers;

/**
 * The two databases that every store test runs on. Each {@link #open} is a fresh, empty store.
 *
 * <p>Cost: the first one of each kind in a process is migrated, the others are copies of it, in a fraction of the time.
 */
public enum TestDatabase {
    H2("sa") {
        @Override
        public String newUrl() {
            return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0";
        }

        @Override
        public Database open() {
            String url = newUrl();
            try (Connection connection = migrated(url)) {
                return Database.open(url, user, "");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String migratedUrl() {
            String url = url();
            try (Connection connection = migrated(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("set db_close_delay -1"); // the script sets what it was made with
                for (String name : List.of("POSTGRES", "")) { // as settings name it, or don't
                    statement.execute("create user \"" + name + "\" password '' admin");
                }
                return url;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private Connection migrated(String url) throws SQLException {
            List<String> script = SCRIPT.updateAndGet(s -> s == null ? script() : s);
            Connection connection = DriverManager.getConnection(url, user, "");
            // one by one: of a text with all of them, H2 would read the rest again after each
            try (Statement statement = connection.createStatement()) {
                for (String one : script) {
                    statement.execute(one);
                }
            }
            return connection;
        }

        /** All statements that make a migrated store. */
        private List<String> script() {
            String url = newUrl();
            try (Database migrated = Database.open(url, user, "")) {
                return migrated.jdbi().withHandle(handle -> handle.createQuery("script nopasswords")
                        .mapTo(String.class)
                        .list());
            }
        }
    },
    POSTGRESQL("postgres") {
        @Override
        public String newUrl() {
            return copyOf("template1");
        }

        @Override
        public Database open() {
            return Database.open(migratedUrl(), user, "");
        }

        @Override
        public String migratedUrl() {
            return copyOf(MIGRATED.updateAndGet(name -> name == null ? migrated() : name));
        }

        private String migrated() {
            String url = newUrl();
            Database.open(url, user, "").close();
            return url.replaceFirst(".*/(\\w+).*", "$1");
        }

        private String copyOf(String template) {
            assumeThat(System.getProperty("tests.postgresql")).isNotEqualTo("false");
            EmbeddedPostgres server = SERVER.updateAndGet(s -> s == null ? start() : s);
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name + " template " + template);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return server.getJdbcUrl("postgres", name);
        }
    };

    /** Files in memory, as Linux has them. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final AtomicReference<EmbeddedPostgres> SERVER = new AtomicReference<>();
    private static final AtomicReference<String> MIGRATED = new AtomicReference<>();
    private static final AtomicReference<List<String>> SCRIPT = new AtomicReference<>();

    /** The file of a new store, byte by byte. */
    private static final Supplier<byte[]> FILE = Suppliers.memorize(() -> {
        try {
            Path folder = Files.createTempDirectory("store");
            Database.open("jdbc:h2:file:" + folder.resolve("new"), null, null).close();
            Path file = folder.resolve("new.mv.db");
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    });

    /**
     * Puts a store there that was made and closed, in a fraction of the time that it takes to make one.
     *
     * @param file as H2's addresses name it, without {@code .mv.db}
     * @return its address
     */
    public static String closedFile(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path store = Files.write(file.resolveSibling(file.getFileName() + ".mv.db"), FILE.get());
        Permissions.set(store, "rw-------");
        return "jdbc:h2:file:" + file;
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres.Builder server = EmbeddedPostgres.builder();
            if (hasRoomInMemory()) {
                server.setDataDirectory(Files.createTempDirectory(MEMORY, "tandem-tests"));
            }
            return server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A database is 300 files, 8 MB in all: to make them on a disk takes three times as long as all that tests do with them. */
    private static boolean hasRoomInMemory() throws IOException {
        boolean few = !"both".equals(System.getProperty("tests.databases"));
        return few
                && Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).type().equals("tmpfs")
                && Files.getFileStore(MEMORY).getUsableSpace() > 4L << 30;
    }

    public final String user;

    TestDatabase(String user) {
        this.user = user;
    }

    /** The address of a database that is there and empty. */
    public abstract String newUrl();

    /** The address of one that outlives its connections; its user is postgres, without a password. */
    public final String url() {
        return newUrl().replace("DB_CLOSE_DELAY=0", "DB_CLOSE_DELAY=-1");
    }

    /** The same, with the tables of a store. */
    public abstract String migratedUrl();

    public abstract Database open();
}
