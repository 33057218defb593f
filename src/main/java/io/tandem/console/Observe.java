package io.tandem.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tandem.desk.Desk;
import io.tandem.desk.Health;
import io.tandem.desk.Metrics;
import io.tandem.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Health and metrics under {@code /observe/}. Until the application has started, only {@code live} is up. */
final class Observe implements HttpHandler, AutoCloseable {

    private record Shown(Health health, Metrics metrics) {}

    private static final Health.Answer STARTING =
            new Health.Answer("DOWN", List.of(new Health.Check("start", "DOWN", null, "the application is starting")));

    private final AtomicReference<Shown> shown = new AtomicReference<>();

    /** From now on these are told. */
    void show(Desk desk) {
        Shown before = shown.getAndSet(new Shown(new Health(desk), new Metrics(desk)));
        if (before != null) {
            before.metrics().close();
        }
    }

    /** Whether a path is a probe: those are answered without sign-in on loopback. */
    static boolean isProbe(String path) {
        return path.matches("/observe/(health|live|ready|health/live|health/ready)");
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        Shown now = shown.get();
        String path = exchange.getRequestURI().getPath();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            Reply.text(exchange, 405, "Only GET is possible here.");
        } else if (path.equals("/observe/metrics") && now != null) {
            Reply.send(exchange, 200, Metrics.TYPE, now.metrics().text().getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("/live") && isProbe(path)) {
            answer(exchange, new Health.Answer("UP", List.of()));
        } else if (isProbe(path) || path.equals("/observe/metrics")) {
            answer(
                    exchange,
                    now == null
                            ? STARTING
                            : path.endsWith("/ready")
                                    ? now.health().ready()
                                    : now.health().whole());
        } else {
            Reply.text(exchange, 404, "Known: /observe/health, /observe/live, /observe/ready, /observe/metrics");
        }
    }

    private static void answer(HttpExchange exchange, Health.Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        Reply.send(
                exchange,
                answer.up() ? 200 : 503,
                "application/json; charset=utf-8",
                Json.text(answer).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        Shown last = shown.getAndSet(null);
        if (last != null) {
            last.metrics().close();
        }
    }
}
