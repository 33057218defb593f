package io.tandem.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which version the store has, and how large it is. */
public final class StoreState {

    private StoreState() {}

    /** The version of its schema. Cost: one look-up. */
    public static String version(Jdbi jdbi) {
        return jdbi.withHandle(StoreState::version);
    }

    /** How many rows each table has. Cost: one count for each table. */
    public static Map<String, Long> rows(Jdbi jdbi) {
        return jdbi.inTransaction(StoreState::rows);
    }

    private static String version(Handle handle) {
        return handle.createQuery("select \"version\" from \"flyway_schema_history\" where \"success\" and \"version\""
                        + " is not null order by \"installed_rank\" desc")
                .mapTo(String.class)
                .findFirst()
                .orElse("");
    }

    private static Map<String, Long> rows(Handle handle) {
        Optional<String> schema =
                handle.createQuery("select current_schema").mapTo(String.class).findOne();
        Map<String, Long> rows = new TreeMap<>();
        handle.createQuery("select table_name from information_schema.tables where table_schema = :schema"
                        + " and table_type = 'BASE TABLE' and lower(table_name) <> 'flyway_schema_history'")
                .bind("schema", schema.orElse("public"))
                .mapTo(String.class)
                .forEach(table -> rows.put(
                        table.toLowerCase(java.util.Locale.ROOT),
                        handle.createQuery("select count(*) from <table>")
                                .define("table", table)
                                .mapTo(Long.class)
                                .one()));
        return rows;
    }
}
