package io.tandem.app;

import io.tandem.config.Durations;
import io.tandem.config.Settings;
import io.tandem.store.History;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.jdbi.v3.core.Jdbi;

/** Keeps the history within {@code history.keep} and {@code history.rows}: at each start, and every hour. */
final class Housekeeping extends RouteBuilder {

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration keep;
    private final long rows;

    Housekeeping(Jdbi jdbi, Clock clock, Settings settings) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.keep = settings.get("history.keep").flatMap(Durations::parse).orElseThrow();
        this.rows = Long.parseLong(settings.get("history.rows").orElseThrow());
    }

    void run() {
        History.prune(jdbi, clock.instant(), keep, rows);
    }

    @Override
    public void configure() {
        from("quartz:tandem/history?cron=0+7+*+*+*+?")
                .routeId("history")
                .routeGroup("tandem")
                .routeDescription("Forgets what happened too long ago.")
                .process(exchange -> run())
                .id("forget-history");
    }
}
