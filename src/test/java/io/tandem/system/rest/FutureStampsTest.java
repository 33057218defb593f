package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 11: a stamp in the system's own future, of one record, or of all while its clock was wrong, hides no edit that is
 * made after it.
 */
class FutureStampsTest {

    private static final EntityKey JOB = EntityKey.parse("pms/job");
    private static final Instant NOW = Instant.now();

    @TempDir
    Path home;

    private final List<Instant> asked = new ArrayList<>();
    private final List<String> watermarks = new ArrayList<>();
    private Instant greatest = NOW;
    private HttpServer server;
    private RestClients clients;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::list);
        server.start();
    }

    @AfterEach
    void shut() {
        clients.close();
        server.stop(0);
    }

    private void list(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            Instant since = Instant.parse(query.replaceAll(".*since=([^&]*).*", "$1"));
            asked.add(since);
            ObjectNode answer = Json.MAPPER.createObjectNode().put("total", 2);
            ArrayNode items = answer.putArray("items");
            Map.of("1", NOW.minusSeconds(600), "2", greatest).forEach((id, stamp) -> {
                if (!stamp.isBefore(since)) {
                    items.addObject().put("id", id).put("name", "n").put("touched", stamp.toString());
                }
            });
            answer.put("next", !items.isEmpty() ? greatest.toString() : since.toString());
            byte[] text = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** @return the ids of the records that are fetched */
    private List<String> fetch(String paging, boolean ordered, String watermark) throws Exception {
        String descriptor = """
                system: pms
                title: A system that serves lists
                settings: {url: {}, key: {secret: true}}
                clients: {api: {url: "{pms.url}", auth: [{bearer: "{pms.key}"}]}}
                entities:
                  job:
                    modified: touched
                    overlap: 60s
                    properties: {name: read_only}
                    fetch:
                      call: GET /jobs
                      paging: %s
                      since: {since: "{since}", skip: "{skip}", page: "{page}"}
                      items: items
                      %s
                      ordered: %s
                """.formatted(paging, paging.equals("time") ? "next: next" : "total: total", ordered);
        if (clients == null) {
            clients = new RestClients(
                    home,
                    Map.of("pms", descriptor),
                    Map.of("pms.url", "http://127.0.0.1:" + server.getAddress().getPort(), "pms.key", "k"),
                    1 << 20,
                    new MemoryLedger());
        }
        asked.clear();
        List<String> ids = new ArrayList<>();
        clients.entity(JOB).fetch(watermark, Set.of("name"), page -> {
            page.records().forEach(record -> ids.add(record.key().id()));
            if (page.watermark() != null) {
                watermarks.add(page.watermark());
            }
        });
        return ids;
    }

    private Instant watermark() {
        String last = watermarks.get(watermarks.size() - 1);
        return Instant.parse(last.substring(last.indexOf(':') + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "offset, true, PT2H",
        "offset, true, PT23H",
        "offset, false, PT2H",
        "page, true, P3650D",
        "time, true, PT2H",
        "time, true, P400D"
    })
    void theNextWalkStartsAtNoLaterMomentThanTheSystemsOwnNow(String paging, boolean ordered, Duration ahead)
            throws Exception {
        greatest = NOW.plus(ahead);
        assertThat(fetch(paging, ordered, null)).contains("1", "2");
        assertThat(watermark()).isBefore(NOW.plusSeconds(60));
        assertThat(fetch(paging, ordered, watermarks.get(watermarks.size() - 1)))
                .as("it shows what is edited, and comes to its end")
                .contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset", "page", "time"})
    void aStoredMomentInTheFutureVouchesForNothing_andAllIsFetched(String paging) throws Exception {
        for (String stored : List.of("stamp:" + NOW.plusSeconds(3_600), "exact:" + NOW.plusSeconds(90))) {
            assertThat(fetch(paging, true, stored)).contains("1", "2");
            assertThat(asked).contains(Instant.EPOCH);
            assertThat(watermark()).isBefore(NOW.plusSeconds(60));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset", "page", "time"})
    void aMomentWithinTheOverlapIsGoodEnough(String paging) throws Exception {
        assertThat(fetch(paging, true, "stamp:" + NOW.plusSeconds(30))).contains("2");
        assertThat(asked).doesNotContain(Instant.EPOCH);
    }
}
