package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.Fault;
import io.tandem.kit.Contexts;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 11: a clock of ours that is ahead asks no system for changes of a moment that is still to come there. */
class FastClockTest {

    private static final EntityKey JOB = EntityKey.parse("pms/job");
    private static final Duration AHEAD = Duration.ofMinutes(50);
    private static final Duration FRESH = Duration.ofSeconds(61);

    @TempDir
    Path home;

    private final DefaultCamelContext camel = Contexts.bare();
    private final List<Instant> asked = new ArrayList<>();
    private Systems systems;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("config/systems"));
        Files.writeString(home.resolve("config/systems/pms.yaml"), """
                system: pms
                title: A system that wants since to be a minute old
                settings: {url: {}, key: {secret: true}}
                clients: {api: {url: "{pms.url}", auth: [{bearer: "{pms.key}"}]}}
                entities:
                  job:
                    modified: updated
                    overlap: 0s
                    properties: {name: read_only}
                    fetch:
                      call: GET /jobs
                      paging: cursor
                      fresh: 61s
                      since: {since: "{since}"}
                      following: {cursor: "{cursor}"}
                      items: items
                      next: next
                """);
        List<Fault> faults = new ArrayList<>();
        systems = Systems.load(home, faults);
        systems.configure(
                key -> key.endsWith("url") ? Optional.of("http://pms.example") : Optional.of("secret"), faults);
        assertThat(faults).isEmpty();
        systems.connect(camel, Clock.systemUTC(), 1 << 20, new MemoryLedger());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pms").errorHandler(noErrorHandler()).process(FastClockTest.this::page);
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static Instant theirNow() {
        return Instant.now().minus(AHEAD);
    }

    private void page(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        asked.add(Instant.parse(query.replaceFirst(".*since=", "").replace("%3A", ":")));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putArray("items");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.getMessage()
                .setHeader(
                        "date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(theirNow().atZone(ZoneOffset.UTC)));
        exchange.getMessage().setBody(answer);
    }

    private void assertOldEnough(int call) {
        assertThat(asked.get(call)).isBefore(theirNow().minus(FRESH).plusSeconds(2));
    }

    @Test
    void asksForNothingNewerThanTheSystemsOwnClockAllows_onceAnAnswerShowedIt() {
        systems.entity(JOB).fetch("stamp:" + theirNow().minus(Duration.ofHours(3)), Set.of("name"), page -> {});
        systems.entity(JOB).fetch("stamp:" + theirNow(), Set.of("name"), page -> {});
        assertOldEnough(0);
        assertOldEnough(1);
    }

    @Test
    void signsIn_alsoBeforeAnAnswerShowedTheSystemsClock() {
        systems.signIn("pms");
        assertOldEnough(0);
    }
}
