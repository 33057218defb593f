package io.tandem.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tandem.config.ConfigurationFault;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The store's database: H2 in a file by default, or PostgreSQL. Opened once a process; migrated when opened.
 *
 * <p>Records are looked up by many ids at once in a join: {@code from unnest(:ids) wanted (id) join snapshot s on s.feed_id
 * = :feed and s.record_id = wanted.id}. Both databases answer that from an index of both columns. H2 reads the whole feed
 * for {@code feed_id = .. and record_id in (..)}, with an array too, and the whole table for a list of rows.
 *
 * <p>An embedded H2 file serves one process; a second one is refused with a clear fault.
 */
public final class Database implements AutoCloseable {

    /** Rows in one array or one SQL batch: well below the drivers' limits. */
    private static final int ROWS_PER_STATEMENT = 500;

    /** Of each connection. */
    private static final int PARSED_STATEMENTS = 200;

    /** Chunks of several flows are saved at the same time, and each save takes a connection. */
    private static final int CONNECTIONS = 16;

    /** Chunks wait for each other's feeds. H2's own limit is 2 s, which is too short on a busy machine. */
    private static final long PATIENCE_MS = 60_000;

    /** A server that restarts is back soon. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(5);

    /**
     * Keeps parsed statements for all stores that a process opens; a plan opens two. Parsing costs as much as running.
     */
    private static final SqlParser STATEMENTS = new ColonPrefixSqlParser();

    /**
     * H2 would look up each value that it reads in a cache of 1,024. That costs a hash of each text and hardly ever
     * finds one.
     */
    static {
        System.setProperty("h2.objectCache", "false");
    }

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Optional<StoreFile> file;
    private final Clock clock;
    private final Optional<PlannerStatistics> statistics;
    private final Optional<FileCommits> commits;

    private Database(HikariDataSource pool, StoreUrl url, boolean durable) {
        this.pool = pool;
        this.file = url.isFile() ? Optional.of(new StoreFile(url.file())) : Optional.empty();
        this.jdbi = Jdbi.create(pool)
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(Integer.class, "integer");
        jdbi.getConfig(SqlStatements.class).setSqlParser(STATEMENTS);
        this.commits = file.filter(any -> durable).map(any -> new FileCommits(pool));
        commits.ifPresent(jdbi::setTransactionHandler);
        this.clock = StoreClock.of(jdbi);
        this.statistics = clock instanceof StoreClock ? Optional.of(new PlannerStatistics(jdbi)) : Optional.empty();
    }

    /**
     * Opens a store, and makes or migrates its tables.
     *
     * @param url a JDBC URL, as {@link StoreUrl} knows it
     * @throws StoreUnavailable if the database can't be opened, e.g. because another process has it open
     * @throws ConfigurationFault if a newer version of Tandem made or upgraded it
     */
    public static Database open(String url, String user, String password) {
        return open(url, user, password, PATIENCE_AT_START);
    }

    /** @param patience with a store that can't be opened: it is tried again and again until then */
    static Database open(String url, String user, String password, Duration patience) {
        return open(new StoreUrl(url), new StoreUrl(url).isFile(), user, password, patience);
    }

    private static Database open(StoreUrl url, boolean durable, String user, String password, Duration patience) {
        Migration migration = new Migration(url, at -> pool(at, durable, user, password, patience));
        try {
            HikariDataSource pool = durable ? migration.ofFile() : migration.inPlace();
            Database database = new Database(pool, url, durable);
            if (durable) {
                database.settleForTheDead();
                OwnersAlone.protect(url.file());
            }
            return database;
        } catch (FlywayException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            throw StoreUnavailable.at(url, e);
        }
    }

    private static HikariDataSource pool(
            StoreUrl url, boolean durable, String user, String password, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tandem-store");
        if (url.isFile()) {
            config.setDataSource(embedded(options(url, durable)));
            // H2 closes the file with its last connection
            config.setMaxLifetime(0);
        } else {
            config.setJdbcUrl(options(url, durable));
        }
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        // opened when they are asked for: a short command needs one of them
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(patience.toMillis());
        return new HikariDataSource(config);
    }

    /** Made by its own class: to find the driver of an address, Java would load all drivers. */
    private static JdbcDataSource embedded(String url) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return h2;
    }

    /**
     * Tries an address without making or changing anything.
     *
     * @throws ConfigurationFault if an H2 file, or the folder that it would be made in, can't be written to, or a newer version
     *     of Tandem made or upgraded the store
     * @throws StoreUnavailable if it can't be used; a file that another process has open is fine
     */
    public static void probe(String text, String user, String password) {
        StoreUrl url = new StoreUrl(text);
        if (url.isFile()) {
            OwnersAlone.checkWritable(url);
            probeFile(url, user, password);
            return;
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("tandem-store-probe");
        config.setJdbcUrl(text);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(1);
        config.setInitializationFailTimeout(PATIENCE_AT_START.toMillis());
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection()) {
            Migration.refuseNewer(connection, url);
        } catch (ConfigurationFault newer) {
            throw newer;
        } catch (SQLException | RuntimeException e) {
            throw StoreUnavailable.at(url, e);
        }
    }

    /** A file that isn't there yet is fine too: what is looked at then is the address. */
    private static void probeFile(StoreUrl url, String user, String password) {
        Set<Integer> fine = url.forbidsToMake()
                ? Set.of(ErrorCode.DATABASE_ALREADY_OPEN_1)
                : Set.of(ErrorCode.DATABASE_ALREADY_OPEN_1, ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1);
        String mode = Files.exists(url.file()) ? ";ACCESS_MODE_DATA=r" : "";
        JdbcDataSource h2 = embedded(options(url, false) + ";IFEXISTS=TRUE" + mode);
        h2.setUser(user);
        h2.setPassword(password);
        try (Connection connection = h2.getConnection()) {
            Migration.refuseNewer(connection, url);
        } catch (SQLException e) {
            if (!fine.contains(e.getErrorCode())) {
                throw StoreUnavailable.at(url, e);
            }
        }
    }

    /** An empty store in a folder, for work that is thrown away: fast, and not kept safe from a crash. */
    public static Database throwAway(ThrowAwayFolder folder) {
        return open(
                new StoreUrl("jdbc:h2:file:" + folder.path().toAbsolutePath().resolve("store")),
                false,
                null,
                null,
                PATIENCE_AT_START);
    }

    /**
     * H2 answers a commit up to half a second before it is in the file; a create's link that a SIGKILL takes away there
     * is a create made twice (rule 10). Without the delay each commit is written before it is answered, if {@link
     * FileCommits} does not allow otherwise. H2's own trace
     * file would be readable by all, and quote rows. It keeps 8 parsed statements for each connection, a chunk needs some 40.
     */
    private static String options(StoreUrl url, boolean durable) {
        if (!url.isFile()) {
            return url.text();
        }
        String plain = url.text().replaceAll("(?i);(WRITE_DELAY|TRACE_LEVEL_FILE|QUERY_CACHE_SIZE)=[^;]*", "");
        return plain
                + unlessSet(plain, "LOCK_TIMEOUT", PATIENCE_MS)
                + unlessSet(
                        plain, "CACHE_SIZE", cacheKilobytes(Runtime.getRuntime().maxMemory()))
                + ";TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=" + PARSED_STATEMENTS
                + (durable ? ";WRITE_DELAY=0" : "");
    }

    private static String unlessSet(String url, String option, long value) {
        String part = ";" + option + "=";
        return url.toUpperCase(Locale.ROOT).contains(part) ? "" : part + value;
    }

    /**
     * H2's own 16 MB hold the pages of some 50,000 pairs. With more pairs a full pass would read a page for each
     * record.
     */
    static long cacheKilobytes(long heapBytes) {
        return Math.min(128, Math.max(16, heapBytes / 8 / 1024 / 1024)) * 1024;
    }

    /**
     * Settles what an earlier process left. An H2 file serves one process, so other holders of leases and other creates
     * under way are gone.
     */
    private void settleForTheDead() {
        jdbi.useTransaction(h -> {
            h.execute("delete from lease");
            StartedCreates.settleAll(h);
        });
    }

    /** Cuts a collection into pieces small enough for one statement. */
    public static <T> List<List<T>> pieces(List<T> all) {
        return java.util.stream.IntStream.iterate(0, i -> i < all.size(), i -> i + ROWS_PER_STATEMENT)
                .mapToObj(i -> all.subList(i, Math.min(all.size(), i + ROWS_PER_STATEMENT)))
                .toList();
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** The clock that all processes on this store use. */
    public Clock clock() {
        return clock;
    }

    /** Closes the store; an H2 file that is mostly empty space is written again without it. */
    @Override
    public void close() {
        statistics.ifPresent(PlannerStatistics::close);
        commits.ifPresent(FileCommits::close);
        if (clock instanceof StoreClock ofServer) {
            ofServer.close();
        }
        file.ifPresent(open -> open.close(jdbi));
        pool.close();
        file.ifPresent(StoreFile::protect);
    }

    /** Repeats a statement that changes a part of the rows until none is left. @return how many rows all changed */
    static long inPieces(IntSupplier statement) {
        long all = 0;
        int piece;
        do {
            piece = statement.getAsInt();
            all += piece;
        } while (piece > 0);
        return all;
    }
}
