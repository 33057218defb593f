package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.system.CallLedger;
import io.tandem.system.EntityClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** An invented system on the loopback that answers what a test says, and its clients from the test's descriptor. */
final class StubbedSystem implements AutoCloseable {

    /** The head of a descriptor: what an entity of a test stands under. */
    static final String DESK = """
            system: desk
            title: Desk, an invented help desk
            settings: {url: {}, key: {secret: true}}
            clients: {api: {url: "{desk.url}", auth: [{bearer: "{desk.key}"}]}}
            """;

    /** @param status 0 if the connection is cut instead */
    record Reply(int status, String type, String text, Map<String, String> headers) {

        Reply(int status, String type, String text) {
            this(status, type, text, Map.of());
        }

        static Reply json(String text) {
            return new Reply(200, "application/json", text);
        }

        Reply with(Map<String, String> more) {
            return new Reply(status, type, text, more);
        }

        void send(HttpExchange exchange) throws IOException {
            try (exchange) {
                if (status == 0) {
                    throw new IOException("cut");
                }
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private long mostAnswerBytes = 1 << 20;
    private CallLedger ledger = new MemoryLedger();
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<String> routes = UnaryOperator.identity();
    private RestClients clients;

    private StubbedSystem(HttpHandler answers) {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            asked.add(line(exchange));
            answers.handle(exchange);
        });
    }

    /** @param answers to the line that is asked, such as {@code GET /books?since=0}, and the JSON sent with it, or none */
    static StubbedSystem answering(BiFunction<String, JsonNode, Reply> answers) {
        return new StubbedSystem(exchange -> {
            try (exchange) {
                byte[] sent = exchange.getRequestBody().readAllBytes();
                String type = exchange.getRequestHeaders().getFirst("Content-Type");
                boolean json = sent.length > 0 && type != null && type.contains("json");
                answers.apply(line(exchange), json ? Json.MAPPER.readTree(sent) : MissingNode.getInstance())
                        .send(exchange);
            }
        });
    }

    private static String line(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI();
    }

    /** What looks at heads, waits, or answers without an end handles the exchange itself, each in a thread of its own. */
    static StubbedSystem handling(HttpHandler answers) {
        StubbedSystem system = new StubbedSystem(answers);
        system.server.setExecutor(system.threads);
        return system;
    }

    /** Beside {@code url} and {@code key}. */
    StubbedSystem with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    StubbedSystem mostAnswerBytes(long most) {
        mostAnswerBytes = most;
        return this;
    }

    StubbedSystem ledger(CallLedger kept) {
        ledger = kept;
        return this;
    }

    /** @param time that pauses and budgets go by */
    StubbedSystem clock(Clock time) {
        clock = time;
        return this;
    }

    /** @param changed how the shipped route file differs: shorter waits */
    StubbedSystem routes(UnaryOperator<String> changed) {
        routes = changed;
        return this;
    }

    /** Makes its clients, in place of those it has. */
    StubbedSystem open(Path home, String descriptor) throws Exception {
        if (clients == null) {
            server.start();
        } else {
            clients.close();
        }
        String name = descriptor.lines().findFirst().orElseThrow().replace("system: ", "");
        settings.put(name + ".url", "http://127.0.0.1:" + server.getAddress().getPort());
        settings.put(name + ".key", "opensesame");
        clients = new RestClients(home, Map.of(name, descriptor), settings, mostAnswerBytes, ledger, clock, routes);
        return this;
    }

    EntityClient entity(EntityKey key) {
        return clients.entity(key);
    }

    /** Method and address of each call, as they came. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        if (clients != null) {
            clients.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
