package io.tandem.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a simulated system and does with single calls what a test says; all others pass as they are. */
public final class Meddler implements AutoCloseable {

    /** What it does with one call; calls that it makes itself go to the system behind. */
    @FunctionalInterface
    public interface Meddling {

        /** @param line method and decoded address */
        Reply answer(String line, JsonNode body, Behind behind) throws IOException;
    }

    /** The system itself. */
    @FunctionalInterface
    public interface Behind {
        Reply answer(JsonNode body) throws IOException;
    }

    /** @param status 0 to cut the connection */
    public record Reply(int status, JsonNode body) {}

    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "accept-encoding");

    private final String behind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Meddling meddling = (line, body, system) -> system.answer(body);

    public Meddler(String behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void meddle(Meddling with) {
        meddling = with;
    }

    /**
     * One item of each bulk write is never carried out, and has this result; the others pass.
     *
     * @param calls pattern of the calls, method and address
     * @param list of items in the request
     * @param field and value of the item
     * @param results of items in the answer; "" if it is the answer itself
     */
    public void refuseItem(String calls, String list, String field, String value, String results, JsonNode result) {
        meddle((line, body, system) -> {
            if (!line.matches(calls)) {
                return system.answer(body);
            }
            ObjectNode others = body.deepCopy();
            ArrayNode items = (ArrayNode) others.path(list);
            int at = -1;
            for (int i = 0; i < items.size(); i++) {
                at = items.get(i).path(field).asText().equals(value) ? i : at;
            }
            if (at < 0) {
                return system.answer(body);
            }
            items.remove(at);
            JsonNode answer = items.isEmpty()
                    ? results.isEmpty() ? Json.MAPPER.createArrayNode() : Json.MAPPER.createObjectNode()
                    : system.answer(others).body();
            ArrayNode all = results.isEmpty() ? (ArrayNode) answer : ((ObjectNode) answer).withArray(results);
            all.insert(at, result);
            return new Reply(200, answer);
        });
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            boolean isJson = bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
            String address = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
            Reply reply = meddling.answer(
                    exchange.getRequestMethod() + " " + address,
                    isJson ? Json.MAPPER.readTree(bytes) : Json.MAPPER.missingNode(),
                    body -> forward(exchange, isJson ? Json.MAPPER.writeValueAsBytes(body) : bytes));
            if (reply.status() == 0) {
                throw new IOException("cut");
            }
            byte[] text = reply.body().isMissingNode() ? new byte[0] : Json.MAPPER.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private Reply forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(behind + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase())) {
                request.header(name, values.get(0));
            }
        });
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    answer.statusCode(), answer.body().isEmpty() ? Json.MAPPER.missingNode() : ours(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a call passed", e);
        }
    }

    /** Salesforce's sign-in names the host that calls go to. */
    private JsonNode ours(String body) throws IOException {
        return Json.MAPPER.readTree(body.replace(behind, url()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
