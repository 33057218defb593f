package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.config.Fault;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fifth system is a descriptor and a route, no Java: an invented one, of another API style than the four. */
class FifthSystemTest extends BareContextSupport {

    private static final Path PAGE = Path.of("src/docs/own-system.md");

    private static final EntityKey BOOK = EntityKey.parse("shelf/book");
    private static final Set<String> PROPERTIES = Set.of("title", "shelf");

    @TempDir
    Path home;

    private final Map<String, ObjectNode> books = new TreeMap<>();
    private HttpServer server;
    private EntityClient client;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        for (int i = 1; i <= 5; i++) {
            ObjectNode book = Json.MAPPER.createObjectNode();
            book.putObject("key").put("isbn", "82-00-" + i + "X");
            book.putObject("meta").put("title", "Volume " + i);
            books.put(
                    "82-00-" + i + "X",
                    book.put("shelf", "A")
                            .put("rev", "r1")
                            .put("touched", "2026-01-0" + i + "T10:00:00+01:00")
                            .put("state", i == 5 ? "withdrawn" : "held"));
        }
        Files.createDirectories(home.resolve("config/systems"));
        List<String> blocks = blocks();
        Files.writeString(home.resolve("config/systems/shelf.yaml"), blocks.get(0));
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        Map<String, String> settings =
                Map.of("shelf.url", "http://127.0.0.1:" + server.getAddress().getPort(), "shelf.key", "opensesame");
        systems.configure(key -> Optional.ofNullable(settings.get(key)), faults);
        assertThat(faults).isEmpty();
        systems.connect(context(), Clock.systemUTC(), 1 << 20, new MemoryLedger());
        String routes = Files.readString(Path.of("routes/systems.camel.yaml")) + blocks.get(1);
        Files.writeString(home.resolve("systems.camel.yaml"), routes);
        PluginHelper.getRoutesLoader(context())
                .loadRoutes(PluginHelper.getResourceLoader(context())
                        .resolveResource("file:" + home.resolve("systems.camel.yaml")));
        client = systems.entity(BOOK);
    }

    /** What the page says has to be written, file by file. */
    private static List<String> blocks() throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @AfterEach
    void shut() {
        context().stop();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known =
                    "Bearer opensesame".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            && "7".equals(exchange.getRequestHeaders().getFirst("X-Api-Version"));
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            JsonNode body = bytes.length == 0 ? null : Json.MAPPER.readTree(bytes);
            String path = exchange.getRequestURI().getPath();
            ObjectNode answer = !known
                    ? null
                    : path.equals("/search") ? search(body) : book(path.substring("/books/".length()), body);
            byte[] text = answer == null ? new byte[0] : answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.shelf+json");
            exchange.sendResponseHeaders(known ? 200 : 401, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private ObjectNode search(JsonNode body) {
        int from = body.path("pageToken").asText().startsWith("p")
                ? Integer.parseInt(body.path("pageToken").asText().substring(1))
                : 0;
        List<ObjectNode> all = List.copyOf(books.values());
        ObjectNode result = Json.MAPPER.createObjectNode();
        var entries = result.putArray("entries");
        all.subList(from, Math.min(all.size(), from + body.path("take").asInt()))
                .forEach(entries::add);
        result.put("nextToken", from + 2 < all.size() ? "p" + (from + 2) : null);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("result", result);
        return answer;
    }

    private ObjectNode book(String isbn, JsonNode body) {
        ObjectNode book = books.get(isbn);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        if (body != null && !body.path("rev").asText().equals(book.path("rev").asText())) {
            answer.put("outcome", "refused").putObject("reason").put("code", "STALE");
            return answer;
        }
        if (body != null) {
            body.path("book").properties().forEach(e -> book.set(e.getKey(), e.getValue()));
            book.put("rev", "r2");
        }
        answer.set("result", book);
        return answer;
    }

    private List<SyncRecord> fetched() {
        List<SyncRecord> records = new ArrayList<>();
        client.fetch(null, PROPERTIES, page -> records.addAll(page.records()));
        return records;
    }

    @Test
    void fetchesAllPages_byATokenInTheBody() {
        List<SyncRecord> records = fetched();
        assertThat(records).hasSize(5);
        assertThat(records.get(0).key()).hasToString("shelf/book/82-00-1X");
        assertThat(records.get(0).values().get("title").asText()).isEqualTo("Volume 1");
        assertThat(records.get(0).modified()).isEqualTo("2026-01-01T09:00:00Z");
        assertThat(records.get(4).live()).isFalse();
    }

    @Test
    void updatesASingleRecord_andTellsAStaleOne() {
        SyncRecord seen = Direct.reads(client, List.of("82-00-2X"), PROPERTIES).get(0);
        Values changes = Values.of(Map.of("shelf", TextNode.valueOf("B")));

        assertThat(client.write(List.of(new Write.Update(seen, changes)), PROPERTIES))
                .singleElement()
                .isInstanceOfSatisfying(WriteResult.Written.class, written -> {
                    assertThat(written.answered()).isTrue();
                    assertThat(written.record().token()).isEqualTo("r2");
                });
        assertThat(books.get("82-00-2X").path("shelf").asText()).isEqualTo("B");

        assertThat(client.write(List.of(new Write.Update(seen, changes)), PROPERTIES))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Stale.class,
                        stale -> assertThat(stale.fresh().token()).isEqualTo("r2"));
    }
}
