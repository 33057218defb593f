package io.tandem.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Stands before a simulated system. What it does with a call, its kinds say: {@link Meddler}, {@link ProxyGate}. */
abstract class SystemProxy implements AutoCloseable {

    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "accept-encoding");

    private final String behind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();

    SystemProxy(String behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                pass(exchange, exchange.getRequestBody().readAllBytes());
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    /** Many at the same time. An exception cuts the connection. */
    abstract void pass(HttpExchange exchange, byte[] body) throws IOException;

    public final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param header what each value of a header becomes */
    final HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body, UnaryOperator<String> header)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(behind + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase())) {
                request.header(name, header.apply(values.get(0)));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a call passed", e);
        }
    }

    /** What the system said; addresses in it, as in Salesforce's sign-in, are this one's. */
    final String ours(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8).replace(behind, url());
    }

    static void reply(HttpExchange exchange, int status, byte[] body, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public final void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
