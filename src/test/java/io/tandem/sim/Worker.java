package io.tandem.sim;

import io.tandem.kit.Contexts;
import io.tandem.store.Database;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.statement.SqlLogger;

/** What many simulations in one thread share, because it is slow to make: a Camel context and a store, emptied for each. */
final class Worker implements AutoCloseable {

    static final List<String> SYSTEMS = List.of("alpha", "beta");

    private final DefaultCamelContext camel = Contexts.bare();
    private final Database database = Database.open(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;QUERY_CACHE_SIZE=512;OPTIMIZE_REUSE_RESULTS=FALSE",
            "sa",
            "");
    private final AtomicReference<World> world = new AtomicReference<>();
    private final List<String> tables;

    Worker() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String system : SYSTEMS) {
                    from("direct:" + system)
                            .routeId(system)
                            .errorHandler(noErrorHandler())
                            .process(exchange -> world.get().wire(system).process(exchange));
                }
            }
        });
        camel.start();
        tables = database.jdbi().withHandle(h -> h.createQuery("select table_name from information_schema.tables"
                        + " where table_schema = 'PUBLIC' and lower(table_name) <> 'flyway_schema_history'")
                .mapTo(String.class)
                .list());
    }

    DefaultCamelContext camel() {
        return camel;
    }

    Database database() {
        return database;
    }

    void begin(World next) {
        database.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
        database.jdbi().useHandle(h -> {
            h.execute("set referential_integrity false");
            tables.forEach(table -> h.execute("truncate table \"" + table + "\" restart identity"));
            h.execute("set referential_integrity true");
        });
        world.set(next);
    }

    @Override
    public void close() {
        camel.stop();
        database.close();
    }
}
