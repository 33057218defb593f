package io.tandem.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How large the store is.
 *
 * @param version of its schema
 * @param rows by table
 */
public record StoreState(String version, Map<String, Long> rows) {

    /** Cost: one count for each table. */
    public static StoreState of(Jdbi jdbi) {
        return jdbi.inTransaction(h -> new StoreState(version(h), rows(h)));
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
