package io.tandem.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tandem.config.ConfigurationFault;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.Jdbi;

/**
 * The store's database: H2 in a file by default, or PostgreSQL. Opened once a process; migrated when opened.
 *
 * <p>An embedded H2 file serves one process; a second one is refused with a clear fault.
 */
public final class Database implements AutoCloseable {

    /** Rows in one IN list or one SQL batch: well below the drivers' limits. */
    private static final int ROWS_PER_STATEMENT = 500;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * @param url a JDBC URL, {@code jdbc:h2:file:..} or {@code jdbc:postgresql:..}
     * @throws ConfigurationFault if the database can't be opened, e.g. because another process has it open
     */
    public static Database open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tandem-store");
        config.setJdbcUrl(durable(url));
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(8);
        config.setInitializationFailTimeout(5_000);
        try {
            HikariDataSource pool = new HikariDataSource(config);
            Flyway.configure().dataSource(pool).load().migrate();
            Database database = new Database(pool);
            if (isFile(url)) {
                database.dropLeasesOfTheDead();
            }
            return database;
        } catch (FlywayException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            throw new ConfigurationFault("the store at " + url.replaceAll("[?;].*", "")
                    + (isOpenElsewhere(e)
                            ? " is open in another process. Wait until that has started or ended, then try again"
                            : " can't be opened: " + rootMessage(e)));
        }
    }

    private static boolean isOpenElsewhere(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
        }
        return false;
    }

    /** An empty store in a folder, for work that is thrown away: fast, and not kept safe from a crash. */
    public static Database throwAway(ThrowAwayFolder folder) {
        return open("jdbc:h2:" + folder.path().toAbsolutePath().resolve("store"), null, null);
    }

    /**
     * H2 answers a commit up to half a second before it is in the file; a create's link that a SIGKILL takes away there
     * is a create made twice (rule 10). Without the delay each commit is written before it is answered.
     */
    private static String durable(String url) {
        return isFile(url) ? url.replaceAll("(?i);WRITE_DELAY=[^;]*", "") + ";WRITE_DELAY=0" : url;
    }

    private static boolean isFile(String url) {
        return url.startsWith("jdbc:h2:file:");
    }

    /** An H2 file serves one process: whoever held leases in it is gone. */
    private void dropLeasesOfTheDead() {
        jdbi.useHandle(h -> h.execute("delete from lease"));
    }

    /** Cuts a collection into pieces small enough for one statement. */
    public static <T> List<List<T>> pieces(List<T> all) {
        return java.util.stream.IntStream.iterate(0, i -> i < all.size(), i -> i + ROWS_PER_STATEMENT)
                .mapToObj(i -> all.subList(i, Math.min(all.size(), i + ROWS_PER_STATEMENT)))
                .toList();
    }

    /**
     * A record's key within a flow or feed, for {@code (flow, id) in (<keys>)}: H2 looks each of these up in an index of
     * both columns, while {@code flow = .. and id in (..)} makes it look through the whole flow.
     */
    public record Key(Object of, String id) {
        public static final List<String> COLUMNS = List.of("of", "id");

        public static List<Key> all(Object of, Collection<String> ids) {
            return ids.stream().map(id -> new Key(of, id)).toList();
        }
    }

    /** As {@link Key}, for {@code (flow, side, id) in (<keys>)}. */
    public record SideKey(String flow, String side, String id) {
        public static final List<String> COLUMNS = List.of("flow", "side", "id");

        public static List<SideKey> all(String flow, Enum<?> side, Collection<String> ids) {
            return ids.stream().map(id -> new SideKey(flow, side.name(), id)).toList();
        }
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
