package io.tandem.invented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with an API that nobody has seen before: it shares nothing with the simulators, and its clock never stands still. */
abstract class InventedApi implements AutoCloseable {

    /** @param body a missing node if there is none, a text if it is a form */
    record Request(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            JsonNode body,
            String form) {

        int number(String name, int otherwise) {
            return Integer.parseInt(query.getOrDefault(name, String.valueOf(otherwise)));
        }

        /** The path's part at a place, from 0. */
        String part(int place) {
            return path.substring(1).split("/")[place];
        }
    }

    /** @param body null if there is none */
    record Response(int status, Map<String, String> headers, JsonNode body) {

        static Response of(int status, JsonNode body) {
            return new Response(status, Map.of(), body);
        }
    }

    /** Writes in the order in which they came, such as {@code PUT /kelp/v3/keepers/1}. */
    final List<String> writes = new CopyOnWriteArrayList<>();

    /** What somebody else does just before the next write is carried out. */
    volatile Runnable beforeNextWrite = () -> {};

    /** Carries the next write out, and ends its connection without an answer. */
    volatile boolean loseNextAnswer;

    private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final HttpServer server;
    private final String base;
    private long last = System.currentTimeMillis();

    InventedApi(String base) throws IOException {
        this.base = base;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "invented");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /** After so many more writes it answers nothing but 503. */
    void breaksDownAfter(int writes) {
        writesLeft.set(writes);
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return origin() + base;
    }

    /** @param request its path without the base */
    abstract Response answer(Request request);

    boolean isWrite(Request request) {
        return !request.method().equals("GET") && !request.path().contains("token");
    }

    /** Later than any before. */
    long tick() {
        last = Math.max(last + 1, System.currentTimeMillis());
        return last;
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = request(exchange);
            boolean write = isWrite(request);
            if (writesLeft.get() <= 0 || write && writesLeft.decrementAndGet() < 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            Response response;
            if (write) {
                Runnable other = beforeNextWrite;
                beforeNextWrite = () -> {};
                other.run();
            }
            synchronized (this) {
                response = answer(request);
            }
            if (write) {
                writes.add(request.method() + " " + exchange.getRequestURI().getPath());
            }
            if (write && loseNextAnswer) {
                loseNextAnswer = false;
                return;
            }
            response.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] text = response.body() == null
                    ? new byte[0]
                    : response.body().toString().getBytes(StandardCharsets.UTF_8);
            if (text.length > 0) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
            }
            exchange.sendResponseHeaders(response.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private Request request(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        Map<String, String> query = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] both = pair.split("=", 2);
                query.put(
                        URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(both[1], StandardCharsets.UTF_8));
            }
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode body =
                text.startsWith("{") || text.startsWith("[") ? Json.MAPPER.readTree(text) : MissingNode.getInstance();
        String path = uri.getPath().startsWith(base) ? uri.getPath().substring(base.length()) : uri.getPath();
        return new Request(exchange.getRequestMethod(), path, query, headers, body, text);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
