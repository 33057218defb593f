package io.tandem.store;

import io.tandem.config.DaemonTimer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a commit reaches the file of an H2 store: before it is answered, unless its transaction {@link #mayBeLate}. Late
 * ones are written with the next commit that is not, or half a second later. A kill takes them away in the order in which
 * they were made, newest first, as if it had come before them. So a chunk has everything that was committed in the file
 * before its first call (rule 10). If the file was closed with some unwritten, the store is refused until the next start.
 *
 * <p>Cost: H2 writes each changed page of its indexes as often as commits reach the file; that is a fifth of a first sync
 * in which none is late.
 *
 * <p>Source: H2's MVStore, {@code setAutoCommitDelay}: with 0 each commit is written; with a value above 0 other threads
 * write it, and a {@code checkpoint} does not wait for them; with a value below 0 the thread that asks for it.
 */
public final class FileCommits extends DelegatingTransactionHandler {

    private static final int WHEN_ASKED = -1;

    private static final long LATEST_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger LOG = LoggerFactory.getLogger(FileCommits.class);

    /** Whether the transaction of a handle may reach the file late. */
    public static final class Lateness implements JdbiConfig<Lateness> {

        private boolean allowed;

        @Override
        public Lateness createCopy() {
            return new Lateness();
        }
    }

    /** What all handles of a store share. */
    private static final class Unwritten {

        /** When the oldest of them was committed, in nanoseconds; 0 if there is none. */
        private final AtomicLong since = new AtomicLong();

        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicBoolean due = new AtomicBoolean();
        private final AtomicReference<MVStore> opened = new AtomicReference<>();
        private final DataSource pool;
        private final ScheduledExecutorService timer = DaemonTimer.of("store-file");

        Unwritten(DataSource pool) {
            this.pool = pool;
        }

        boolean isAny() {
            return underWay.get() > 0 || since.get() != 0;
        }

        void during(Runnable commit) {
            underWay.incrementAndGet();
            try {
                commit.run();
                since.compareAndSet(0, System.nanoTime() | 1);
                writeIn(LATEST_NS);
            } finally {
                underWay.decrementAndGet();
            }
        }

        private void writeIn(long nanos) {
            if (due.compareAndSet(false, true)) {
                timer.schedule(this::writeDue, nanos, TimeUnit.NANOSECONDS);
            }
        }

        private void writeDue() {
            due.set(false);
            long oldest = since.get();
            long left = oldest + LATEST_NS - System.nanoTime();
            if (oldest != 0 && left > 0) {
                writeIn(left);
            } else if (oldest != 0) {
                try (Connection connection = pool.getConnection()) {
                    write(connection);
                } catch (SQLException e) {
                    LOG.warn(
                            "the store's file could not be written: {}",
                            e.getClass().getName());
                }
            }
        }

        /**
         * A disk that is full, or the like, closes the file, and the next connection opens it again. What was not written
         * is gone then; their numbers would come again for other rows, and a flow would pass by edits.
         */
        void check(Connection connection) throws SQLException {
            MVStore file = file(session(connection));
            MVStore before = opened.getAndSet(file);
            if (before != null && before != file && isAny()) {
                opened.set(before);
                throw new SQLException(
                        "the file was closed before all of it was written", "", ErrorCode.DATABASE_IS_CLOSED);
            }
        }

        void write(Connection connection) throws SQLException {
            check(connection);
            underWay.incrementAndGet();
            long oldest = since.getAndSet(0);
            try (Statement statement = connection.createStatement()) {
                statement.execute("checkpoint");
            } catch (SQLException e) {
                since.compareAndSet(0, oldest);
                throw e;
            } finally {
                underWay.decrementAndGet();
            }
        }
    }

    private final Unwritten unwritten;

    FileCommits(DataSource pool) {
        this(LocalTransactionHandler.binding(), new Unwritten(pool));
    }

    private FileCommits(TransactionHandler commits, Unwritten unwritten) {
        super(commits);
        this.unwritten = unwritten;
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        unwritten.check(handle.getConnection());
        return new FileCommits(getDelegate().specialize(handle), unwritten);
    }

    /** Lets this transaction reach the file late: nothing outside of the store depends on it yet. PostgreSQL ignores it. */
    public static void mayBeLate(Handle handle) {
        handle.getConfig(Lateness.class).allowed = true;
    }

    /** Has everything that was committed in the file. Cost: nothing where it is there already. */
    public static void writeAll(Jdbi jdbi) {
        if (jdbi.getTransactionHandler() instanceof FileCommits commits && commits.unwritten.isAny()) {
            jdbi.useHandle(commits::write);
        }
    }

    @Override
    public void commit(Handle handle) {
        Lateness lateness = handle.getConfig(Lateness.class);
        boolean late = lateness.allowed;
        lateness.allowed = false;
        try {
            SessionLocal session = session(handle.getConnection());
            boolean changed = session.containsUncommitted();
            MVStore file = file(session);
            if (changed && late) {
                file.setAutoCommitDelay(WHEN_ASKED);
                unwritten.during(() -> super.commit(handle));
            } else {
                super.commit(handle);
                if (changed && file.getAutoCommitDelay() == WHEN_ASKED) {
                    unwritten.write(handle.getConnection());
                }
            }
        } catch (SQLException e) {
            throw notWritten(e);
        }
    }

    private void write(Handle handle) {
        try {
            unwritten.write(handle.getConnection());
        } catch (SQLException e) {
            throw notWritten(e);
        }
    }

    private static TransactionException notWritten(SQLException cause) {
        return new TransactionException("what was committed could not be written to the store's file", cause);
    }

    private static SessionLocal session(Connection connection) throws SQLException {
        return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }

    private static MVStore file(SessionLocal session) throws SQLException {
        try {
            return session.getDatabase().getStore().getMvStore();
        } catch (DbException closed) {
            throw closed.getSQLException();
        }
    }

    /** Interrupts nothing: a thread that is interrupted while it writes closes the file. */
    void close() {
        unwritten.timer.shutdown();
    }
}
