package io.tandem.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before a simulated system: takes credentials of its own, is as slow as it is told, and answers some calls with
 * an error that repeats all that it was sent. Remembers the tokens that it let through.
 */
public final class ProxyGate implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpServer server;
    private final String behind;
    private final Map<String, String> secrets;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int status = 422;
    private volatile Duration pause = Duration.ZERO;

    /** @param secrets what each of ours stands for behind the gate */
    public ProxyGate(String behind, Map<String, String> secrets) throws IOException {
        this.behind = behind;
        this.secrets = secrets;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Set<String> tokens() {
        return tokens;
    }

    public int calls() {
        return calls.get();
    }

    public void slow(Duration time) {
        pause = time;
    }

    /** The next calls that carry a body, as many as said, fail and hear all that they said again. */
    public void echo(int times, int withStatus) {
        status = withStatus;
        failures.set(times);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            java.util.concurrent.locks.LockSupport.parkNanos(pause.toNanos());
            if (body.length > 0 && failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                reply(exchange, status, echoed(exchange, body), "application/json");
                return;
            }
            HttpResponse<byte[]> answer =
                    client.send(forwarded(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
            String text = new String(answer.body(), StandardCharsets.UTF_8).replace(behind, url());
            Matcher token = TOKEN.matcher(text);
            while (token.find()) {
                tokens.add(token.group(1));
            }
            for (String name : new String[] {"Date", "ETag", "Retry-After"}) {
                answer.headers().firstValue(name).ifPresent(v -> exchange.getResponseHeaders()
                        .set(name, v));
            }
            reply(
                    exchange,
                    answer.statusCode(),
                    text.getBytes(StandardCharsets.UTF_8),
                    answer.headers().firstValue("Content-Type").orElse("application/json"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] echoed(HttpExchange exchange, byte[] body) {
        String all = "No: " + exchange.getRequestHeaders().values() + " "
                + new String(body, StandardCharsets.UTF_8).replaceAll("[\"{}\\[\\]]", " ");
        return Json.text(Map.of(
                        "error",
                        all,
                        "description",
                        all,
                        "message",
                        all,
                        "title",
                        all,
                        "validation",
                        Map.of("summary", all, "code", all)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private HttpRequest forwarded(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(behind + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        replaced(new String(body, StandardCharsets.UTF_8))));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "accept-encoding")
                    .contains(name.toLowerCase())) {
                request.header(name, header(values.get(0)));
            }
        });
        return request.build();
    }

    private String header(String value) {
        if (!value.startsWith("Basic ")) {
            return replaced(value);
        }
        String pair = new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(replaced(pair).getBytes(StandardCharsets.UTF_8));
    }

    private String replaced(String text) {
        String changed = text;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            changed = changed.replace(secret.getKey(), secret.getValue());
        }
        return changed;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
