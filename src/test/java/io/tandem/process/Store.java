package io.tandem.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.util.concurrent.atomic.AtomicReference;

/** Where the packaged application keeps its store in a test. */
enum Store {
    H2 {
        @Override
        Installed settings(Installed tandem) {
            return tandem;
        }

        /** The next start drops them: it has the file alone. */
        @Override
        void leasesRunOut(Installed tandem) {}
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

        @Override
        void leasesRunOut(Installed tandem) {
            try (var connection = DriverManager.getConnection(tandem.setting("store.url"), "postgres", "");
                    var statement = connection.createStatement()) {
                statement.execute("delete from lease");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
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

    /** As if the 30 s were over that the leases of a process outlive it. */
    abstract void leasesRunOut(Installed tandem);
}
