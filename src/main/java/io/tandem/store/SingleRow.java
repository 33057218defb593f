package io.tandem.store;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** A row that exists once at the most, and that two threads or processes may insert at the same moment. */
final class SingleRow {

    private static final String BEFORE = "before_single_row";

    private SingleRow() {}

    /**
     * Inserts it unless another one was faster. Then the other's row stays, and later statements see it.
     *
     * <p>Cost: one statement. In a transaction a savepoint as well, because PostgreSQL takes no further statement after
     * one that failed.
     *
     * @return whether this row was inserted
     * @throws UnableToExecuteStatementException if the store refuses it for any other reason
     */
    static boolean insert(Handle handle, String sql, Object... values) {
        boolean inTransaction = handle.isInTransaction();
        if (inTransaction) {
            handle.savepoint(BEFORE);
        }
        try {
            handle.execute(sql, values);
        } catch (UnableToExecuteStatementException e) {
            if (!RefusedData.isTwice(e)) {
                throw e;
            }
            if (inTransaction) {
                handle.rollbackToSavepoint(BEFORE);
            }
            return false;
        }
        if (inTransaction) {
            handle.releaseSavepoint(BEFORE);
        }
        return true;
    }
}
