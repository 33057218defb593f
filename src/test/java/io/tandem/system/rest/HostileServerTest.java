package io.tandem.system.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.system.SystemException;
import io.tandem.system.call.AnswerLimit;
import io.tandem.system.call.AnswerTooLarge;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can answer to get at credentials, or to exhaust us: nothing of it works. */
@Timeout(60)
class HostileServerTest {

    private static final EntityKey BOOKS = EntityKey.parse("shelf/book");
    private static final String SECRET = "opensesame";
    private static final int LIMIT = 100_000;

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> askedElsewhere = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpServer elsewhere;
    private RestClients clients;
    private HttpHandler answer;

    @BeforeEach
    void open() throws Exception {
        server = server(exchange -> {
            asked.add(exchange.getRequestURI().toString());
            answer.handle(exchange);
        });
        elsewhere = server(exchange -> {
            askedElsewhere.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            json("{\"items\": []}").handle(exchange);
        });
        clients = RestClients.shelf(home, "http://127.0.0.1:" + port(server), LIMIT);
    }

    private HttpServer server(HttpHandler handler) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        made.createContext("/", handler);
        made.setExecutor(threads);
        made.start();
        return made;
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    @AfterEach
    void shut() {
        clients.close();
        server.stop(0);
        elsewhere.stop(0);
        threads.shutdownNow();
    }

    private static HttpHandler json(String text) {
        return typed(200, "application/json", text);
    }

    private static HttpHandler typed(int status, String type, String text) {
        return exchange -> {
            try (exchange) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    private List<SyncRecord> fetched() {
        List<SyncRecord> records = new ArrayList<>();
        clients.entity(BOOKS).fetch(null, Set.of("title"), page -> records.addAll(page.records()));
        return records;
    }

    /** A session of the server's own would outlive a change of credentials. */
    @Test
    void sendsBackNoCookie() {
        List<Boolean> sent = new CopyOnWriteArrayList<>();
        answer = exchange -> {
            sent.add(exchange.getRequestHeaders().containsKey("Cookie"));
            exchange.getResponseHeaders().set("Set-Cookie", "session=1; Path=/");
            json("{\"items\": []}").handle(exchange);
        };
        fetched();
        fetched();
        assertThat(sent).containsExactly(false, false);
    }

    /** A new connection for each call would cost a handshake each. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"items\": []}", "{\"items\": []}\n", "{\"items\": []}   \r\n\r\n"})
    void keepsItsConnection_behindAnAnswerThatWasReadToItsEnd(String text) {
        Set<Integer> connections = new CopyOnWriteArraySet<>();
        answer = exchange -> {
            connections.add(exchange.getRemoteAddress().getPort());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text.getBytes(UTF_8));
                body.flush();
            }
        };
        for (int call = 0; call < 5; call++) {
            fetched();
        }
        assertThat(connections).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port(elsewhere) + "/books");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
        assertThatThrownBy(this::fetched)
                .isInstanceOf(SystemException.Misunderstood.class)
                .hasMessageStartingWith("shelf redirects (HTTP " + status + ")");
        assertThat(askedElsewhere).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/books?page=2",
                "//127.0.0.1:PORT/books?page=2",
                "http://opensesame@127.0.0.1:PORT/books?page=2",
                "?page=2"
            })
    void asksItsOwnHost_whateverHostALinkNames(String link) {
        String next = link.replace("PORT", String.valueOf(port(elsewhere)));
        answer = exchange -> json(exchange.getRequestURI().getQuery().contains("page=2")
                        ? "{\"items\": [{\"id\": 2}]}"
                        : "{\"items\": [{\"id\": 1}], \"next\": \"" + next + "\"}")
                .handle(exchange);
        assertThat(fetched()).hasSize(2);
        assertThat(asked).hasSize(2);
        assertThat(askedElsewhere).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@127.0.0.1:PORT/opensesame?page=2",
                ".localhost:PORT/opensesame?page=2",
                "http://[opensesame",
                "mailto:opensesame",
                "a b opensesame"
            })
    void refusesALinkThatIsNone_withoutShowingIt(String link) {
        String next = link.replace("PORT", String.valueOf(port(elsewhere)));
        answer = json("{\"items\": [{\"id\": 1}], \"next\": \"" + next + "\"}");
        assertThatThrownBy(this::fetched)
                .isInstanceOf(SystemException.Misunderstood.class)
                .hasMessageNotContaining(SECRET);
        assertThat(asked).hasSize(1);
        assertThat(askedElsewhere).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, application/json, false",
        "200, application/json, true",
        "200, text/html, false",
        "422, application/json, false",
        "500, application/json, true",
        "503, text/plain, false"
    })
    void stopsReading_whenAnAnswerHasNoEnd(int status, String type, boolean zipped) {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            if (zipped) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(status, 0);
            byte[] more = "[1111111111, ".repeat(500).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out =
                    zipped ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
                while (!Thread.currentThread().isInterrupted()) {
                    out.write(more);
                }
            }
        };
        assertThatThrownBy(this::fetched).isInstanceOf(SystemException.Misunderstood.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void namesTheSetting_whenAnAnswerIsTooLarge() {
        answer = json("{\"items\": [\"" + "x".repeat(LIMIT) + "\"]}");
        assertThatThrownBy(this::fetched)
                .isInstanceOf(SystemException.Misunderstood.class)
                .hasMessage("shelf: its answer is larger than http.answer-limit, 100000 bytes");
        answer = json("{\"items\": []}");
        assertThatCode(this::fetched).doesNotThrowAnyException();
    }

    @Test
    void stopsReading_whenAnAnswerDripsForever() throws IOException {
        answer = HostileServerTest::drip;
        try (var client = HttpClients.custom()
                .addExecInterceptorFirst("limit", new AnswerLimit(LIMIT, Duration.ofMillis(300)))
                .build()) {
            URI address = URI.create("http://127.0.0.1:" + port(server) + "/");
            assertThatThrownBy(() -> client.execute(
                            new HttpGet(address),
                            response -> response.getEntity().getContent().readAllBytes()))
                    .isInstanceOf(AnswerTooLarge.class);
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(' ');
                out.flush();
            }
        }
    }

    /** Each byte comes in time for the time-out of a single read. */
    @Test
    void stopsReading_whenAHeadDripsForever() throws IOException {
        try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var client = HttpClients.custom()
                        .disableAutomaticRetries()
                        .addExecInterceptorFirst("limit", new AnswerLimit(LIMIT, Duration.ofMillis(300)))
                        .build()) {
            threads.execute(() -> {
                try (Socket connection = dripping.accept()) {
                    while (!Thread.currentThread().isInterrupted()) {
                        connection.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
                    }
                } catch (IOException gone) {
                    Thread.currentThread().interrupt();
                }
            });
            URI address = URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/");
            assertThatThrownBy(() -> client.execute(new HttpGet(address), response -> response.getCode()))
                    .isInstanceOf(AnswerTooLarge.class);
        }
    }

    /** HttpClient 5.6 and later undo a compression that Camel undoes again. */
    @Test
    void readsACompressedAnswer() throws IOException {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
                out.write("{\"items\": [{\"id\": 1, \"title\": \"Emma\"}]}".getBytes(UTF_8));
            }
        };
        assertThat(fetched()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"text/html, <html>Sign in</html>", "application/json, <html>", "application/json, ''", "'', {}"})
    void takesNoOtherAnswerForAnEmptyList(String type, String text) {
        answer = typed(200, type, text);
        assertThatThrownBy(this::fetched).isInstanceOf(SystemException.Misunderstood.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"items\": [{\"id\": 1, \"title\": 1e999999999}]}", "[[[["})
    void outlivesAnswersThatAreMadeToCostMuch(String text) {
        String deep = text.startsWith("[") ? "[".repeat(5_000) : text;
        answer = json(deep);
        assertThatCode(() -> {
                    try {
                        fetched();
                    } catch (SystemException.Misunderstood refused) {
                        assertThat(refused).hasMessageNotContaining("[[[");
                    }
                })
                .doesNotThrowAnyException();
    }
}
