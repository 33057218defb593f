package io.tandem.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

/** Where the packaged application keeps its store in a test. */
enum Store {
    H2 {
        @Override
        Installed settings(Installed tandem) {
            return tandem;
        }
    },
    POSTGRESQL {
        @Override
        Installed settings(Installed tandem) {
            EmbeddedPostgres server = SERVER.updateAndGet(s -> s == null ? start() : s);
            String name = "p" + System.nanoTime();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
            return tandem.with("store.url", "jdbc:postgresql://localhost:" + server.getPort() + "/" + name)
                    .with("store.user", "postgres");
        }
    };

    private static final AtomicReference<EmbeddedPostgres> SERVER = new AtomicReference<>();

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract Installed settings(Installed tandem);
}
