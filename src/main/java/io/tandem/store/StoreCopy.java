package io.tandem.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Copies a store as it is at one moment into an empty one, which is H2. Cost: each row once, streamed; nothing is
 * locked for others.
 */
public final class StoreCopy {

    /** Left out: what belongs to processes and not to records, and history, because no decision reads it. */
    private static final Set<String> LEFT_OUT = Set.of(
            "flyway_schema_history",
            "cleaned_up",
            "files_in_use",
            "lease",
            "budget",
            "budget_use",
            "history",
            "sample");

    private static final int BATCH = 1_000;

    private StoreCopy() {}

    /** @param to has the same schema and no rows */
    public static void copy(Jdbi from, Jdbi to) {
        to.useHandle(target -> {
            target.execute("set referential_integrity false");
            from.useTransaction(TransactionIsolationLevel.SERIALIZABLE, source -> tables(target)
                    .forEach((table, columns) -> copy(source, target, table, columns)));
            target.execute("set referential_integrity true");
            identities(target).forEach(table -> goOn(target, table));
        });
    }

    private static Map<String, List<String>> tables(Handle handle) {
        return handle
                .createQuery("select lower(c.table_name), lower(c.column_name) from information_schema.columns c"
                        + " where c.table_schema = current_schema order by c.table_name, c.ordinal_position")
                .map((rs, ctx) -> List.of(rs.getString(1), rs.getString(2)))
                .stream()
                .filter(column -> !LEFT_OUT.contains(column.get(0)))
                .collect(Collectors.groupingBy(
                        column -> column.get(0),
                        TreeMap::new,
                        Collectors.mapping(column -> column.get(1), Collectors.toList())));
    }

    private static void copy(Handle source, Handle target, String table, List<String> columns) {
        String names = String.join(", ", columns);
        String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
        Connection from = source.getConnection();
        Connection to = target.getConnection();
        try (PreparedStatement read = from.prepareStatement("select " + names + " from " + table);
                PreparedStatement write =
                        to.prepareStatement("insert into " + table + " (" + names + ") values (" + places + ")")) {
            read.setFetchSize(BATCH);
            try (ResultSet rows = read.executeQuery()) {
                int waiting = 0;
                while (rows.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        write.setObject(i, rows.getObject(i));
                    }
                    write.addBatch();
                    if (++waiting == BATCH) {
                        write.executeBatch();
                        waiting = 0;
                    }
                }
                write.executeBatch();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store's table " + table + " can't be copied", e);
        }
    }

    private static List<String> identities(Handle handle) {
        return handle.createQuery("select table_name from information_schema.columns where table_schema ="
                        + " current_schema and column_name = 'ID' and is_identity = 'YES'")
                .mapTo(String.class)
                .list();
    }

    /** New rows get ids past those that were copied. */
    private static void goOn(Handle handle, String table) {
        long next = handle.createQuery("select coalesce(max(id), 0) + 1 from <table>")
                .define("table", table)
                .mapTo(Long.class)
                .one();
        handle.execute("alter table " + table + " alter column id restart with " + next);
    }
}
