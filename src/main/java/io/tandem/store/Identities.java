package io.tandem.store;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** How many ids the database sets aside at a time, for the tables whose rows it numbers. */
final class Identities {

    /**
     * H2 notes in its file how far it has come each time, and with a write delay of 0 that is all that is not written yet: for
     * 32 ids, its own number, as much work as storing the rows. What is left of them at a crash is never given out.
     */
    private static final int AT_ONCE = 10_000;

    private Identities() {}

    /** PostgreSQL sets ids aside for each connection, so that later rows could have lower ones: it stays as it is there. */
    static void reserve(Handle handle) {
        if (!isH2(handle)) {
            return;
        }
        List<String> tables = handle.createQuery("select table_name from information_schema.columns"
                        + " where table_schema = current_schema and column_name = 'ID' and identity_cache < :most")
                .bind("most", AT_ONCE)
                .mapTo(String.class)
                .list();
        tables.forEach(table -> handle.execute("alter table " + table + " alter column id set cache " + AT_ONCE));
    }

    private static boolean isH2(Handle handle) {
        try {
            return handle.getConnection().getMetaData().getDatabaseProductName().equals("H2");
        } catch (SQLException e) {
            throw new IllegalStateException("the store doesn't say which database it is", e);
        }
    }
}
