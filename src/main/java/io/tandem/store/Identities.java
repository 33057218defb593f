package io.tandem.store;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** How many ids the database sets aside at a time, for the tables whose rows it numbers. */
final class Identities {

    /**
     * Each time H2 reserves ids, it writes its progress to the file, and with a write delay of 0 everything else that
     * is unwritten, too. With its own number, 32, that costs as much as storing the rows. Ids that are left at a crash
     * are never given out.
     */
    private static final int AT_ONCE = 10_000;

    private Identities() {}

    /** PostgreSQL reserves ids for each connection, so later rows could get lower ids. There its own number stays. */
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
