package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Parked;
import io.tandem.system.rest.RestClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record whose modified time nobody can read is parked; it stops nobody, and goes on when its time is right again. */
class UnreadableStampTest {

    private static final EntityKey BOOKS = EntityKey.parse("shelf/book");
    private static final EntityKey CARDS = EntityKey.parse("pms/card");
    private static final Flow FLOW = Flows.every(BOOKS, CARDS, Flows.row("title", "name"));

    @TempDir
    Path home;

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cards = new ModelEntity(CARDS, clock, "name");
    private final Map<String, String> stamps = new TreeMap<>();
    private final Map<String, String> titles = new TreeMap<>();
    private HttpServer server;
    private RestClients clients;
    private Database store;
    private TestEngine engine;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::list);
        server.start();
        stamps.put("1", "2026-01-05T10:00:00Z");
        stamps.put("2", "2026-01-05T10:00:00Z");
        stamps.put("3", "2026-01-05T10:00:00Z");
        clients = RestClients.shelf(
                home, "http://127.0.0.1:" + server.getAddress().getPort());
        store = TestDatabase.H2.open();
        engine = new TestEngine(store, List.of(FLOW), Map.of(BOOKS, clients.entity(BOOKS), CARDS, cards), clock);
    }

    @AfterEach
    void shut() {
        engine.close();
        store.close();
        clients.close();
        server.stop(0);
    }

    private void list(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode answer = Json.MAPPER.createObjectNode();
            stamps.forEach((id, stamp) -> answer.withArray("/items")
                    .addObject()
                    .put("id", id)
                    .put("title", titles.getOrDefault(id, "Volume " + id))
                    .put("touched", stamp));
            byte[] text = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "2026-13-30T10:00:00Z", "99999-01-01T00:00:00Z", "2026-01-05 10 o'clock", "{}"})
    void parksTheRecord_andTheOthersGoOn(String stamp) {
        stamps.put("2", stamp);
        engine.sync();
        assertThat(engine.stopped()).isEmpty();
        assertThat(cards.all())
                .extracting(card -> card.values().get("name").asText())
                .containsExactlyInAnyOrder("Volume 1", "Volume 3");
        assertThat(parked()).singleElement().satisfies(row -> {
            assertThat(row.recordId()).isEqualTo("2");
            assertThat(row.reason())
                    .isEqualTo("its modified time can't be read")
                    .doesNotContain(stamp);
        });
        engine.sync();
        assertThat(parked()).singleElement().satisfies(row -> assertThat(row.attempts())
                .isEqualTo(1));
    }

    @Test
    void goesOn_whenTheStampIsRightAgain() {
        stamps.put("2", "soon");
        engine.sync();
        stamps.put("2", "2026-01-05T11:00:00Z");
        engine.sync();
        assertThat(cards.all()).hasSize(3);
        assertThat(parked()).isEmpty();
    }

    private String card(String volume) {
        return cards.lookUp(List.of("shelf/book/" + volume), java.util.Set.of())
                .found()
                .get("shelf/book/" + volume)
                .key()
                .id();
    }

    /** Without a stamp nobody can say whether it is newer than what is known; what its partner does changes nothing in that. */
    @ParameterizedTest
    @NullAndEmptySource
    void parksAnEditThatComesWithoutAStamp_untilItHasOne(String stamp) {
        engine.sync();
        stamps.put("2", stamp);
        engine.sync();
        assertThat(parked()).as("nothing was edited").isEmpty();

        titles.put("2", "Second volume");
        for (int i = 0; i < 2; i++) {
            engine.sync();
            assertThat(engine.stopped()).isEmpty();
            assertThat(parked()).singleElement().satisfies(row -> {
                assertThat(row.recordId()).isEqualTo("2");
                assertThat(row.reason()).isEqualTo("its modified time can't be read");
            });
            cards.edit(card("2"), Map.of("name", "edit " + i));
        }

        stamps.put("2", "2026-01-05T11:00:00Z");
        engine.sync();
        assertThat(parked()).isEmpty();
    }

    @Test
    void startsTheNextWalkAtAStampThatTheSystemCanHave_whenOneIsFarAhead() {
        stamps.put("2", "2999-01-01T00:00:00Z");
        engine.sync();
        assertThat(engine.engine().feeds().state(BOOKS).watermark()).startsWith("stamp:2026-01-05T");
        assertThat(cards.all()).hasSize(3);
    }
}
