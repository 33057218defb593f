package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tandem.kit.Processes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command at the shell ends soon after a signal, whatever it is in the middle of. */
@Timeout(240)
@Tag("thorough")
class StopSignalTest {

    @TempDir
    Path folder;

    private final AtomicInteger pages = new AtomicInteger();

    private HttpServer endlessLists() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            int page = pages.incrementAndGet();
            String row = "[{\"id\": " + page + ", \"updated_at\": \"2026-01-01T00:00:00Z\"}]";
            byte[] answer = ("{\"organizations\": " + row + ", \"items\": " + row + ", \"next_cursor\": \"" + page
                            + "\", \"after_cursor\": \"" + page + "\", \"end_time\": " + (1_700_000_000L + page)
                            + ", \"end_of_stream\": false}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void endsASyncInTheMiddleOfAListWithoutEnd() throws Exception {
        HttpServer server = endlessLists();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Processes tandem = new Processes(
                Path.of(""),
                folder,
                Map.of(
                        "ZENDESK_URL", url,
                        "ZENDESK_OAUTH_TOKEN", "secret",
                        "ZENDESK_BUDGET_REQUESTS", "none",
                        "ZENDESK_BUDGET_EXPORTS", "none",
                        "CUSTOMPMS_URL", url,
                        "CUSTOMPMS_TOKEN", "secret"),
                List.of());
        Process sync = tandem.start("sync", "sync", "zendesk-organizations--custompms-customer");
        try {
            await().atMost(Duration.ofSeconds(150)).until(() -> pages.get() > 20 || !sync.isAlive());
            assertThat(sync.isAlive()).as(tandem.said("sync")).isTrue();
            sync.destroy();
            assertThat(sync.waitFor(15, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            sync.destroyForcibly();
            server.stop(0);
        }
    }
}
