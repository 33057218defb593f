package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.Fault;
import io.tandem.kit.Contexts;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.system.call.SystemRoute;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list that is read for longer than its overlap. Found by the simulation: a record that came to be shown in between was lost. */
class SlowPagesTest {

    private static final Instant EDITED = Instant.parse("2026-01-05T08:00:00Z");
    private static final EntityKey JOB = EntityKey.parse("pms/job");

    @TempDir
    Path home;

    private final DefaultCamelContext camel = Contexts.bare();
    private final List<Instant> dates = new ArrayList<>();
    private Instant editedOnTheLastPage = EDITED;
    private boolean ordered = true;
    private Instant askedAt;
    private Duration clockOffset;

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** Four jobs, all edited at once, on two pages. */
    private String watermarkAfterPagesAt(Instant first, Instant second) throws Exception {
        dates.addAll(List.of(first, second));
        Files.createDirectories(home.resolve("config/systems"));
        Files.writeString(home.resolve("config/systems/pms.yaml"), """
                system: pms
                title: A system that pages by offset
                settings: {url: {}, key: {secret: true}}
                clients: {api: {url: "{pms.url}", auth: [{bearer: "{pms.key}"}]}}
                entities:
                  job:
                    modified: updated
                    overlap: 10s
                    properties: {name: writable}
                    fetch:
                      call: GET /jobs
                      paging: offset
                      since: {since: "{since}", skip: "{skip}"}
                      page_size: 2
                      items: items
                      total: total
                      ordered: %s
                    read_many: {call: GET /jobs/many, query: {ids: "{ids}"}, batch: 10, items: items}
                    update: {call: "PUT /jobs/{id}", body: {"...": "{changes}"}, condition: read}
                """.formatted(ordered));
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(
                key -> key.endsWith("url") ? Optional.of("http://pms.example") : Optional.of("secret"), faults);
        assertThat(faults).isEmpty();
        systems.connect(camel, Clock.systemUTC(), 1 << 20, new MemoryLedger());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pms").errorHandler(noErrorHandler()).process(SlowPagesTest.this::page);
            }
        });
        camel.start();
        List<String> watermarks = new ArrayList<>();
        systems.entity(JOB).fetch("stamp:" + EDITED, Set.of("name"), page -> {
            clockOffset = page.clockOffset();
            if (page.watermark() != null) {
                watermarks.add(page.watermark());
            }
        });
        return watermarks.get(watermarks.size() - 1);
    }

    private void page(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        int skip = query.endsWith("skip=2") || query.contains("skip=2&") ? 2 : 0;
        ObjectNode answer = Json.MAPPER.createObjectNode().put("total", 4);
        ArrayNode items = answer.putArray("items");
        for (int id = skip; id < skip + 2; id++) {
            items.addObject()
                    .put("id", id)
                    .put("name", "n")
                    .put("updated", (id == 3 ? editedOnTheLastPage : EDITED).toString());
        }
        if (askedAt != null) {
            exchange.setProperty(SystemRoute.SENT, askedAt.toEpochMilli());
        }
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.getMessage()
                .setHeader(
                        "date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                dates.get(skip / 2).atZone(ZoneOffset.UTC)));
        exchange.getMessage().setBody(answer);
    }

    @Test
    void startsAtTheOverlapNextTime_whenTheOverlapWasNotOverAsTheWalkBegan() throws Exception {
        assertThat(watermarkAfterPagesAt(EDITED.plusSeconds(5), EDITED.plusSeconds(60)))
                .isEqualTo("stamp:" + EDITED);
    }

    @Test
    void startsAtTheStampNextTime_whenTheOverlapWasOverAsTheWalkBegan() throws Exception {
        assertThat(watermarkAfterPagesAt(EDITED.plusSeconds(60), EDITED.plusSeconds(61)))
                .isEqualTo("exact:" + EDITED);
    }

    @Test
    void startsWhereTheWalkBeganNextTime_whenItsPagesAreInNoOrderOfTime() throws Exception {
        ordered = false;
        editedOnTheLastPage = EDITED.plusSeconds(900);
        assertThat(watermarkAfterPagesAt(EDITED.plusSeconds(5), EDITED.plusSeconds(901)))
                .as("what was edited on the first page, after it was read, must come next time")
                .isEqualTo("stamp:" + EDITED.plusSeconds(5));
    }

    @Test
    void takesTheTimeThatAnAnswerTookForNoSkewOfTheClock() throws Exception {
        askedAt = Instant.now().minusSeconds(40);
        watermarkAfterPagesAt(Instant.now().minusSeconds(30), Instant.now().minusSeconds(30));
        assertThat(clockOffset).isZero();
    }
}
