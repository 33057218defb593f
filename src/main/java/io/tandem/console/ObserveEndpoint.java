package io.tandem.console;

import io.tandem.http.Exchange;
import io.tandem.observe.ApplicationView;
import io.tandem.observe.Health;
import io.tandem.observe.Metrics;
import io.tandem.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Health and metrics under {@code /observe/}. Until the application has started, only {@code live} is up. */
final class ObserveEndpoint implements Endpoint, AutoCloseable {

    private record Shown(Health health, Metrics metrics) {}

    static final String METRICS = "/observe/metrics";

    private static final Health.Answer STARTING =
            new Health.Answer("DOWN", List.of(new Health.Check("start", "DOWN", null, "the application is starting")));

    private final Passwords passwords;
    private final AtomicReference<Shown> shown = new AtomicReference<>();

    ObserveEndpoint(Passwords passwords) {
        this.passwords = passwords;
    }

    /** From now on these are answered. */
    synchronized void show(ApplicationView view) {
        Shown before = shown.get();
        if (before != null) {
            before.metrics().show(view);
        }
        shown.set(new Shown(new Health(view), before == null ? metrics(view) : before.metrics()));
    }

    private Metrics metrics(ApplicationView view) {
        Metrics metrics = new Metrics(view);
        String refused = "Sign-ins of the console that were refused";
        metrics.counter("tandem.sign.ins.refused", refused, "why", "wrong", passwords, Passwords::wrong);
        metrics.counter("tandem.sign.ins.refused", refused, "why", "too-many", passwords, Passwords::later);
        return metrics;
    }

    /** Whether a path is a probe: those are answered without sign-in on loopback. */
    static boolean isProbe(String path) {
        return path.matches("/observe/(health|live|ready|health/live|health/ready)");
    }

    @Override
    public void answer(Exchange exchange) {
        Shown now = shown.get();
        String path = exchange.path();
        if (exchange.method().equals("POST")) {
            exchange.text(405, "Only GET is possible here.");
        } else if (path.equals(METRICS) && now != null) {
            exchange.set("Cache-Control", "no-store");
            exchange.send(200, Metrics.TYPE, now.metrics().text().getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("/live") && isProbe(path)) {
            answer(exchange, new Health.Answer("UP", List.of()));
        } else if (isProbe(path) || path.equals(METRICS)) {
            answer(exchange, now == null ? STARTING : health(now.health(), path));
        } else {
            exchange.text(404, "Known: /observe/health, /observe/live, /observe/ready, /observe/metrics");
        }
    }

    private static Health.Answer health(Health health, String path) {
        return path.endsWith("/ready") ? health.ready() : health.whole();
    }

    private static void answer(Exchange exchange, Health.Answer answer) {
        exchange.json(answer.up() ? 200 : 503, Json.text(answer));
    }

    @Override
    public void close() {
        Shown last = shown.getAndSet(null);
        if (last != null) {
            last.metrics().close();
        }
    }
}
