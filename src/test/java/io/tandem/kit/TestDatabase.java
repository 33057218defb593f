package io.tandem.kit;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.tandem.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The two databases that every store test runs on. Each {@link #open} is a fresh, empty store. */
public enum TestDatabase {
    H2("sa") {
        @Override
        public String newUrl() {
            return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0";
        }
    },
    POSTGRESQL("postgres") {
        @Override
        public String newUrl() {
            assumeThat(System.getProperty("tests.postgresql")).isNotEqualTo("false");
            try {
                EmbeddedPostgres server = SERVER.updateAndGet(s -> s == null ? start() : s);
                String name = "t" + UUID.randomUUID().toString().replace("-", "");
                try (var connection = server.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("create database " + name);
                }
                return server.getJdbcUrl("postgres", name);
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

    public final String user;

    TestDatabase(String user) {
        this.user = user;
    }

    /** The address of a database that is there and empty. */
    public abstract String newUrl();

    /** The address of one that outlives its connections; its user is postgres, without a password. */
    public final String url() {
        return newUrl().replace("DB_CLOSE_DELAY=0", "DB_CLOSE_DELAY=-1");
    }

    public final Database open() {
        return Database.open(newUrl(), user, "");
    }
}
