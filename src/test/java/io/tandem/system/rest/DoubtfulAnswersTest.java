package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.config.Fault;
import io.tandem.kit.Contexts;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server error leaves open what was done: nothing is sent twice that would be done twice. Found by the simulation. */
class DoubtfulAnswersTest {

    private static final String DESCRIPTOR = """
            system: pms
            title: A system whose creates carry no key
            settings: {url: {}, key: {secret: true}}
            clients: {api: {url: "{pms.url}", auth: [{bearer: "{pms.key}"}]}}
            entities:
              job:
                modified: updated
                properties: {name: writable}
                fetch:
                  call: GET /jobs
                  paging: time
                  since: {since: "{since|epoch}"}
                  page_size: 2
                  items: items
                  next: end_time
                read_many: {call: GET /jobs/many, query: {ids: "{ids}"}, batch: 10, items: items}
                create:
                  call: POST /jobs/new
                  repeatable: false
                  body: {items: "{items}"}
                  batch: 10
                  item: {"...": "{values}"}
                  results: {items: results, status: status}
                  record: record
                update:
                  call: POST /jobs/batch
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: read
                  results: {items: results, status: status}
            """;

    private static final EntityKey JOB = EntityKey.parse("pms/job");
    private static final Set<String> NAME = Set.of("name");

    @TempDir
    Path home;

    private final DefaultCamelContext camel = Contexts.bare();
    private final List<String> asked = new ArrayList<>();
    private final List<ObjectNode> jobs = new ArrayList<>();
    private boolean fails;
    private boolean vanishes;

    private EntityClient client() throws Exception {
        Files.createDirectories(home.resolve("config/systems"));
        Files.writeString(home.resolve("config/systems/pms.yaml"), DESCRIPTOR);
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(
                key -> key.endsWith("url") ? Optional.of("http://pms.example") : Optional.of("secret"), faults);
        assertThat(faults).isEmpty();
        systems.connect(camel, Clock.systemUTC(), 1 << 20, new MemoryLedger());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pms").errorHandler(noErrorHandler()).process(DoubtfulAnswersTest.this::answer);
            }
        });
        camel.start();
        return systems.entity(JOB);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void answer(Exchange exchange) throws HttpOperationFailedException {
        String path =
                exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class).substring(18);
        asked.add(path);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        switch (path) {
            case "/jobs" -> list(exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class), answer);
            case "/jobs/many" -> {
                ArrayNode items = answer.putArray("items");
                if (!vanishes || !asked.contains("/jobs/batch")) {
                    jobs.forEach(items::add);
                }
            }
            default -> write(exchange.getMessage().getBody(JsonNode.class), answer.putArray("results"));
        }
        if (fails && path.matches("/jobs/(new|batch)")) {
            throw new HttpOperationFailedException(path, 500, "", null, Map.of(), "{}");
        }
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.getMessage().setBody(answer);
    }

    /** A page holds all rows of its last second. */
    private void list(String query, ObjectNode answer) {
        long since = Long.parseLong(query.substring(query.indexOf('=') + 1));
        ArrayNode items = answer.putArray("items");
        long last = since;
        for (ObjectNode job : jobs) {
            long second = job.path("updated").asLong();
            if (second >= since && (items.size() < 2 || second == last)) {
                items.add(job);
                last = second;
            }
        }
        answer.put("end_time", last);
    }

    private void write(JsonNode body, ArrayNode results) {
        for (JsonNode item : body.path("items")) {
            if (item.has("id")) {
                jobs.get(item.path("id").asInt()).set("name", item.path("name"));
            } else {
                job(item.path("name").asText(), 1);
            }
            results.addObject().put("status", 200).set("record", jobs.get(jobs.size() - 1));
        }
    }

    private void job(String name, long second) {
        jobs.add(Json.MAPPER
                .createObjectNode()
                .put("id", jobs.size())
                .put("name", name)
                .put("updated", second));
    }

    private static Values name(String name) {
        return Values.of(Map.of("name", TextNode.valueOf(name)));
    }

    @Test
    void createsWithoutAKeyAreNotSentTwice_afterAServerErrorThatTookEffect() throws Exception {
        EntityClient client = client();
        fails = true;

        List<WriteResult> results = client.write(
                List.of(new Write.Create("a", "1", name("one")), new Write.Create("b", "2", name("two"))), NAME);

        assertThat(jobs).hasSize(2);
        assertThat(results).allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.TEMPORARY)));
    }

    @Test
    void unguardedUpdatesAreReadAgain_notSentAgain_afterAServerErrorThatTookEffect() throws Exception {
        job("one", 1);
        job("two", 1);
        EntityClient client = client();
        List<SyncRecord> seen = Direct.reads(client, List.of("0", "1"), NAME);
        fails = true;
        asked.clear();

        List<WriteResult> results = client.write(
                List.of(new Write.Update(seen.get(0), name("uno")), new Write.Update(seen.get(1), name("due"))), NAME);

        assertThat(asked).filteredOn("/jobs/batch"::equals).hasSize(1);
        assertThat(results).allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(stale.inDoubt())
                        .isTrue()));
    }

    @Test
    void anUpdateThatSomebodyElseOvertookIsInNoDoubt() throws Exception {
        job("one", 1);
        EntityClient client = client();
        SyncRecord seen = Direct.reads(client, List.of("0"), NAME).get(0);
        jobs.get(0).put("name", "theirs");

        assertThat(client.write(List.of(new Write.Update(seen, name("uno"))), NAME))
                .singleElement()
                .isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(stale.inDoubt())
                        .isFalse());
    }

    @Test
    void anUpdateOfARecordThatIsGoneBeforeItIsReadAgain_wasWritten() throws Exception {
        job("one", 1);
        EntityClient client = client();
        SyncRecord seen = Direct.reads(client, List.of("0"), NAME).get(0);
        vanishes = true;

        assertThat(client.write(List.of(new Write.Update(seen, name("uno"))), NAME))
                .singleElement()
                .isInstanceOfSatisfying(WriteResult.Stale.class, stale -> {
                    assertThat(stale.inDoubt()).isTrue();
                    assertThat(stale.fresh().presence()).isEqualTo(Presence.DELETED);
                    assertThat(stale.fresh().values()).isEqualTo(seen.values());
                });
    }

    @Test
    void walkByTimeGoesOn_behindASecondThatFillsMoreThanAPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            job("crowd " + i, 100);
        }
        job("later", 200);
        List<String> seen = new ArrayList<>();

        client().fetch(null, NAME, page -> page.records()
                .forEach(record -> seen.add(record.values().get("name").asText())));

        assertThat(seen).contains("later");
    }
}
