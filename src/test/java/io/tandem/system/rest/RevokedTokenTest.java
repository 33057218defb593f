package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpExchange;
import io.tandem.record.EntityKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A token that its system takes back while several calls are under way with it. */
@Timeout(60)
class RevokedTokenTest {

    @TempDir
    Path home;

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch bothAsked = new CountDownLatch(2);
    private final CountDownLatch newOneTaken = new CountDownLatch(1);
    private volatile int good = 1;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.handling(this::answer);

    @BeforeEach
    void serve() throws Exception {
        desk.with("desk.id", "shelf-app").with("desk.secret", "opensesame").open(home, SignInAnswersTest.DESK);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/token")) {
            StubbedSystem.Reply.json("{\"access_token\": \"t" + tokens.incrementAndGet() + "\"}")
                    .send(exchange);
        } else {
            books(exchange);
        }
    }

    /** The second call that still has the old token is refused when the first has gone through with the new one. */
    private void books(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer t" + good)) {
            StubbedSystem.Reply.json("{\"items\": [], \"next\": null}").send(exchange);
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
        new StubbedSystem.Reply(401, "application/json", "{}").send(exchange);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fetch() {
        desk.entity(EntityKey.parse("desk/book")).fetch(null, Set.of(), page -> {});
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
