package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A token that its system takes back while several calls are under way with it. */
@Timeout(60)
class RevokedTokenTest {

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch bothAsked = new CountDownLatch(2);
    private final CountDownLatch newOneTaken = new CountDownLatch(1);
    private volatile int good = 1;
    private HttpServer server;
    private RestClients clients;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/token",
                exchange -> answer(exchange, 200, "{\"access_token\": \"t" + tokens.incrementAndGet() + "\"}"));
        server.createContext("/books", this::books);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        clients = new RestClients(
                home,
                Map.of("desk", SignInAnswersTest.DESK),
                Map.of("desk.url", url, "desk.id", "shelf-app", "desk.secret", "opensesame"),
                1 << 20,
                new MemoryLedger());
    }

    @AfterEach
    void shut() {
        clients.close();
        server.stop(0);
        threads.shutdownNow();
    }

    /** The second call that still has the old token is refused when the first has gone through with the new one. */
    private void books(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer t" + good)) {
            answer(exchange, 200, "{\"items\": [], \"next\": null}");
            if (good == 2) {
                newOneTaken.countDown();
            }
            return;
        }
        bothAsked.countDown();
        await(bothAsked);
        if (refused.incrementAndGet() == 2) {
            await(newOneTaken);
        }
        answer(exchange, 401, "{}");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] text = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private void fetch() {
        clients.entity(EntityKey.parse("desk/book")).fetch(null, Set.of(), page -> {});
    }

    @Test
    void isRenewedOnce_andEachCallThatHadItGoesOnWithTheNewOne() {
        fetch();
        good = 2;
        CompletableFuture<Void> one = CompletableFuture.runAsync(this::fetch, threads);
        CompletableFuture<Void> other = CompletableFuture.runAsync(this::fetch, threads);

        assertThatCode(() -> CompletableFuture.allOf(one, other).join()).doesNotThrowAnyException();
        assertThat(tokens).hasValue(2);
    }
}
