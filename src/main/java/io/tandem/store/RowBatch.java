package io.tandem.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * One statement for many rows, in the caller's transaction. Values are bound straight to JDBC: looking up how each is bound,
 * as Jdbi's batches do, took as long as storing them.
 *
 * <p>Cost: a batch for each 500 rows; none for none.
 */
public final class RowBatch {

    /** Binds one row's values, from position 1 on. */
    public interface Binder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    private interface Statements {
        PreparedStatement prepare(String sql) throws SQLException;
    }

    private interface Done {
        void batch(PreparedStatement statement, int[] counts) throws SQLException;
    }

    private RowBatch() {}

    /**
     * @return how many stored rows each row changed, in order
     * @throws UnableToExecuteStatementException as Jdbi does
     */
    public static <T> List<Integer> execute(Handle handle, String sql, List<T> rows, Binder<T> binder) {
        List<Integer> changed = new ArrayList<>(rows.size());
        Statements plain = handle.getConnection()::prepareStatement;
        run(plain, sql, rows, binder, (statement, counts) -> {
            for (int count : counts) {
                changed.add(count);
            }
        });
        return changed;
    }

    /** Inserts rows whose ids the database gives. @return these ids, in order */
    public static <T> List<Long> insert(Handle handle, String sql, List<T> rows, Binder<T> binder) {
        List<Long> ids = new ArrayList<>(rows.size());
        Statements withIds = text -> handle.getConnection().prepareStatement(text, new String[] {"id"});
        run(withIds, sql, rows, binder, (statement, counts) -> {
            try (ResultSet keys = statement.getGeneratedKeys()) {
                while (keys.next()) {
                    ids.add(keys.getLong(1));
                }
            }
        });
        return ids;
    }

    private static <T> void run(Statements statements, String sql, List<T> rows, Binder<T> binder, Done done) {
        for (List<T> piece : Database.pieces(rows)) {
            try (PreparedStatement statement = statements.prepare(sql)) {
                for (T row : piece) {
                    binder.bind(statement, row);
                    statement.addBatch();
                }
                done.batch(statement, statement.executeBatch());
            } catch (SQLException e) {
                throw new UnableToExecuteStatementException(e, null);
            }
        }
    }

    /** A number, or null for none. */
    public static void number(PreparedStatement statement, int position, Long value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.BIGINT);
        } else {
            statement.setLong(position, value);
        }
    }
}
