package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.record.EntityKey;
import io.tandem.system.Page;
import io.tandem.system.RunCalls;
import io.tandem.system.SystemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next page is asked for while the last one is stored. */
class PagesAheadTest {

    private static final int PAGES = 4;

    @TempDir
    Path home;

    private final ExecutorService serving = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch second = new CountDownLatch(2);
    private final List<String> stored = new ArrayList<>();
    private volatile CountDownLatch letGo = new CountDownLatch(0);
    private volatile int failing;
    private HttpServer server;
    private RestClients clients;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(serving);
        server.createContext("/", this::answer);
        server.start();
        clients = RestClients.shelf(
                home, "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void shut() {
        clients.close();
        server.stop(0);
        serving.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int page = asked.incrementAndGet();
            second.countDown();
            boolean fails = page == failing;
            String text = fails
                    ? "{\"error\": \"no\"}"
                    : "{\"items\": [{\"id\": " + page + ", \"title\": \"t\", \"touched\": \"2026-01-05T08:00:0" + page
                            + "Z\"}], \"next\": " + (page == PAGES ? "null" : "\"/books?page=" + (page + 1) + "\"")
                            + "}";
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (page == 2) {
                letGo.await();
            }
            answered.incrementAndGet();
            exchange.sendResponseHeaders(fails ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void fetch(Consumer<Page> pages) {
        clients.entity(EntityKey.parse("shelf/book")).fetch(null, Set.of("title"), page -> {
            pages.accept(page);
            stored.add(page.records().get(0).key().id());
        });
    }

    private void awaitSecond() {
        try {
            assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneIsAskedForWhileTheOneBeforeIsStored_andNoFurther() {
        fetch(page -> {
            awaitSecond();
            assertThat(asked.get()).isLessThanOrEqualTo(stored.size() + 2);
        });

        assertThat(stored).containsExactly("1", "2", "3", "4");
        assertThat(asked).hasValue(PAGES);
    }

    @Test
    void oneThatFails_isReportedWhenThoseBeforeItAreStored() {
        failing = 3;

        assertThatThrownBy(() -> fetch(page -> {})).isInstanceOf(SystemException.class);
        assertThat(stored).containsExactly("1", "2");
    }

    @Test
    void noCallIsLeftBehind_whenAPageCantBeStored() {
        letGo = new CountDownLatch(1);
        assertThatThrownBy(() -> fetch(page -> {
                    awaitSecond();
                    letGo.countDown();
                    throw new IllegalStateException("the store is gone");
                }))
                .hasMessage("the store is gone");

        assertThat(answered).hasValue(2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void allCountForTheRunThatFetches() {
        RunCalls run = new RunCalls();
        run.counting(() -> fetch(page -> {}));

        assertThat(run.counts().get("shelf").read()).isEqualTo(PAGES);
    }
}
