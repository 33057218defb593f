package io.tandem.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.tandem.config.ConfigurationFault;
import io.tandem.record.Causes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.ZipInputStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables of a store to what this version needs: all of it, or nothing.
 *
 * <p>PostgreSQL takes an upgrade that fails back by itself. H2 keeps each statement that went through, so that a crash or a
 * full disk would leave a file that no version can open: there a copy is upgraded, which takes the file's place at the end.
 * Cost of that: room for a second file; only where something is to be upgraded, or made.
 */
final class Migration {

    /** Number of the newest file in {@code db/migration}: to load Flyway, which would find it, takes a tenth of a short command. */
    static final int NEWEST = 22;

    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    private final StoreUrl url;
    private final Function<StoreUrl, HikariDataSource> pools;

    /** @param pools open the store at an address */
    Migration(StoreUrl url, Function<StoreUrl, HikariDataSource> pools) {
        this.url = url;
        this.pools = pools;
    }

    /** Opens a store whose file nobody needs after a failure, or whose database takes a failed upgrade back. */
    HikariDataSource inPlace() {
        return inPlace(url);
    }

    /** Opens a store in an H2 file. */
    HikariDataSource ofFile() {
        StoreUrl next = url.beside("-next");
        try {
            if (!Files.exists(url.file()) && !url.forbidsToMake()) {
                make(next);
            }
            HikariDataSource pool = pools.apply(url);
            return closing(pool, () -> isPending(pool)) ? upgraded(pool, next) : pool;
        } catch (IOException | SQLException e) {
            throw StoreUnavailable.withoutRoom(url, e);
        }
    }

    /** Another process may make the same store at the same time: neither takes the other's file, or replaces it. */
    private void make(StoreUrl next) throws IOException {
        discard(next);
        shut(inPlace(next));
        try {
            Files.move(next.file(), url.file());
        } catch (FileAlreadyExistsException madeByAnother) {
            Files.delete(next.file());
        }
    }

    /** Removes what a killed process left. A process that still works on it has its file open. */
    private void discard(StoreUrl next) throws IOException {
        if (Files.exists(next.file())) {
            try {
                shut(pools.apply(next));
            } catch (HikariPool.PoolInitializationException e) {
                if (Causes.find(e, SQLException.class)
                        .filter(why -> why.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1)
                        .isPresent()) {
                    throw e;
                }
            }
            Files.deleteIfExists(next.file());
        }
    }

    /** @param pool keeps other processes off the file while it is copied */
    private HikariDataSource upgraded(HikariDataSource pool, StoreUrl next) throws IOException, SQLException {
        try {
            copy(pool, next.file());
            shut(inPlace(next));
            shut(pool);
            Files.move(next.file(), url.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            pool.close();
            Files.deleteIfExists(next.file());
        }
        return pools.apply(url);
    }

    /** By H2's own backup: Windows lets nobody read a file that is open. It takes all files whose names start with this one's and a dot. */
    private static void copy(HikariDataSource pool, Path to) throws IOException, SQLException {
        Path packed = to.resolveSibling(to.getFileName() + ".zip");
        try {
            for (Path file : List.of(packed, to)) {
                Files.write(file, new byte[0]);
                OwnersAlone.protect(file);
            }
            execute(pool, "backup to '" + packed.toString().replace("'", "''") + "'");
            try (ZipInputStream files = new ZipInputStream(Files.newInputStream(packed));
                    OutputStream copy = Files.newOutputStream(to)) {
                if (files.getNextEntry() == null) {
                    throw new IOException("H2's backup holds no file");
                }
                files.transferTo(copy);
            }
        } finally {
            Files.deleteIfExists(packed);
        }
    }

    private HikariDataSource inPlace(StoreUrl at) {
        HikariDataSource pool = pools.apply(at);
        return closing(pool, () -> {
            if (isPending(pool)) {
                flyway(pool).migrate();
                Jdbi.create(pool).useHandle(Identities::reserve);
            }
            return pool;
        });
    }

    private boolean isPending(HikariDataSource pool) {
        return !isCurrent(pool) && isPendingForFlyway(pool);
    }

    /** Whether Flyway's own table says that all files were applied, up to our newest. Nearly every start finds that. */
    private static boolean isCurrent(HikariDataSource pool) {
        try (Connection connection = pool.getConnection()) {
            List<Applied> all = applied(connection);
            return all.stream().allMatch(one -> one.success() && one.number() >= 0)
                    && all.stream().mapToInt(Applied::number).max().orElse(0) == NEWEST;
        } catch (SQLException e) {
            LOG.debug("no table of Flyway's yet, or none that can be read: Flyway looks itself", e);
            return false;
        }
    }

    /**
     * Looks whether this version may use a store; changes nothing.
     *
     * @throws ConfigurationFault if a newer version made or upgraded it
     */
    static void refuseNewer(Connection connection, StoreUrl url) {
        try {
            if (applied(connection).stream().anyMatch(one -> one.number() > NEWEST)) {
                throw newer(url);
            }
        } catch (SQLException e) {
            LOG.debug("no table of Flyway's yet, or none that can be read: a start makes or reports it", e);
        }
    }

    /** An older version would not know what the newer one keeps there. */
    private static ConfigurationFault newer(StoreUrl url) {
        return new ConfigurationFault("the store at " + url.shown()
                + ": it was made, or upgraded, by a newer version of Tandem. Start that one, or put a backup from before"
                + " in its place");
    }

    /**
     * A row of Flyway's own table.
     *
     * @param number of the file; -1 if its version is none of our numbers
     */
    private record Applied(int number, boolean success) {}

    private static List<Applied> applied(Connection connection) throws SQLException {
        try (Statement one = connection.createStatement();
                ResultSet rows = one.executeQuery("select \"version\", \"success\" from \"" + connection.getSchema()
                        + "\".\"flyway_schema_history\" where \"version\" is not null")) {
            List<Applied> all = new ArrayList<>();
            while (rows.next()) {
                String version = rows.getString(1);
                all.add(new Applied(version.matches("\\d{1,9}") ? Integer.parseInt(version) : -1, rows.getBoolean(2)));
            }
            return all;
        }
    }

    private boolean isPendingForFlyway(HikariDataSource pool) {
        MigrationInfoService tables = flyway(pool).info();
        if (is(tables, MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED)) {
            throw newer(url);
        }
        if (is(tables, MigrationState.FAILED)) {
            throw StoreUnavailable.unfinished(url);
        }
        return tables.pending().length > 0;
    }

    private static boolean is(MigrationInfoService tables, MigrationState... states) {
        Set<MigrationState> wanted = Set.of(states);
        return Arrays.stream(tables.all()).anyMatch(one -> wanted.contains(one.getState()));
    }

    private static Flyway flyway(HikariDataSource pool) {
        return Flyway.configure().dataSource(pool).load();
    }

    private static <T> T closing(HikariDataSource pool, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Also where the address says that H2 keeps a file open that nobody uses. */
    private static void shut(HikariDataSource pool) {
        try (pool) {
            execute(pool, "shutdown");
        } catch (SQLException e) {
            boolean withTheFile = e.getErrorCode() == ErrorCode.DATABASE_CALLED_AT_SHUTDOWN
                    || e.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED;
            if (!withTheFile) {
                throw new IllegalStateException("the store's file can't be closed for its upgrade", e);
            }
        }
    }

    private static void execute(HikariDataSource pool, String statement) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }
}
