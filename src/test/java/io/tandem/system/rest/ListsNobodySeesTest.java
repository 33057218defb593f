package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list inside another value of an entity without {@code read_many}: what else stands there would be lost, so it stays. */
class ListsNobodySeesTest {

    private static final EntityKey BOOKS = EntityKey.parse("shelf/book");
    private static final Set<String> PROPERTIES = Set.of("city", "numbers");
    private static final String SHELF = """
            system: shelf
            title: Shelf, where no book can be read alone
            settings: {url: {}, key: {secret: true}}
            clients: {api: {url: "{shelf.url}", auth: [{bearer: "{shelf.key}"}]}}
            entities:
              book:
                modified: touched
                token: rev
                overlap: 10s
                properties: {city: {path: owner.city}, numbers: {path: owner.phones.number}}
                fetch: {call: GET /books, paging: link, since: {since: "{since}"}}
                update: {call: "PATCH /books/{id}", body: {rev: "{token}", "...": "{changes}"}, condition: token, record: ""}
            """;

    @TempDir
    Path home;

    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final ObjectNode book = Json.MAPPER.createObjectNode();
    private HttpServer server;
    private RestClients clients;

    @BeforeEach
    void serve() throws Exception {
        book.setAll(
                (ObjectNode) Json.MAPPER.readTree("{\"id\":1,\"rev\":1,\"touched\":\"2026-01-05T08:00:00Z\",\"owner\":"
                        + "{\"city\":\"Oslo\",\"phones\":[{\"kind\":\"home\",\"number\":\"1\"}]}}"));
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/books", this::answer);
        server.start();
        clients = new RestClients(
                home,
                Map.of("shelf", SHELF),
                Map.of("shelf.url", "http://127.0.0.1:" + server.getAddress().getPort(), "shelf.key", "opensesame"),
                1 << 20,
                new MemoryLedger());
    }

    @AfterEach
    void shut() {
        clients.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode answer = Json.MAPPER.createArrayNode().add(book);
            if (exchange.getRequestMethod().equals("PATCH")) {
                JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
                sent.add(body);
                ((ObjectNode) book.get("owner")).setAll((ObjectNode) body.get("owner"));
                answer = book.put("rev", 2);
            }
            byte[] text = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private WriteResult update(String changes) throws IOException {
        List<SyncRecord> seen = new ArrayList<>();
        clients.entity(BOOKS).fetch(null, PROPERTIES, page -> seen.addAll(page.records()));
        return clients.entity(BOOKS)
                .write(List.of(new Write.Update(seen.get(0), Values.fromJson(changes))), PROPERTIES)
                .get(0);
    }

    @Test
    void writesTheRest_andRefusesTheListAlone() throws IOException {
        WriteResult result = update("{\"city\":\"Bergen\",\"numbers\":[\"2\"]}");
        assertThat(result).isInstanceOfSatisfying(WriteResult.Written.class, written -> {
            assertThat(written.refused()).containsOnlyKeys("numbers");
            assertThat(written.refused().get("numbers").message()).contains("without read_many nobody sees");
        });
        assertThat(sent).singleElement().hasToString("{\"rev\":1,\"owner\":{\"city\":\"Bergen\"}}");
    }

    @Test
    void clearsNoListEither() throws IOException {
        WriteResult result = update("{\"numbers\":null}");
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(Refusal.Kind.INVALID));
        assertThat(sent).isEmpty();
        assertThat(book.at("/owner/phones/0/number").asText()).isEqualTo("1");
    }
}
