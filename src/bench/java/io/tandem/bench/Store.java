package io.tandem.bench;

import io.tandem.kit.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the application keeps what it knows.
 *
 * @param name for the table
 * @param url empty: an H2 file in the application's folder
 */
record Store(String name, Optional<String> url, String user) {

    /** What {@code bench.store} names: {@code h2}, {@code postgresql}, or the JDBC address of an empty database. */
    static List<String> named() {
        String names = System.getProperty("bench.store", "");
        return names.isEmpty() ? List.of("h2") : Arrays.asList(names.split(","));
    }

    /** A new, empty one; of an address, the one that is there. The PostgreSQL server ends with this process. */
    static Store open(String name) {
        return switch (name) {
            case "h2" -> new Store("H2", Optional.empty(), "");
            case "postgresql" ->
                new Store("PostgreSQL", Optional.of(TestDatabase.POSTGRESQL.newUrl()), TestDatabase.POSTGRESQL.user);
            default -> new Store("PostgreSQL", Optional.of(name), System.getProperty("bench.store.user", ""));
        };
    }
}
