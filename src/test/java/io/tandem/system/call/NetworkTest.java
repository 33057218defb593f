package io.tandem.system.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.Fault;
import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import io.tandem.system.rest.ConnectProxy;
import io.tandem.system.rest.RestClients;
import io.tandem.system.rest.TlsServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls go through the configured proxy, the sign-in's too, and a private authority's certificates are trusted. */
@Timeout(120)
class NetworkTest {

    private static final String DESCRIPTOR = """
            system: shelf
            title: Shelf, an invented library system
            settings:
              url: {}
              key: {secret: true}
            clients:
              api:
                url: "{shelf.url}"
                auth:
                  - oauth2: {token_url: "{shelf.url}/token", credentials: form, id: "{shelf.key}", secret: "{shelf.key}"}
            entities:
              book:
                properties:
                  title: writable
                fetch:
                  call: GET /books
                  paging: link
                  items: items
                  next: next
            """;

    @TempDir
    Path home;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private TlsServer server() throws Exception {
        return new TlsServer(home, "dns:shelf.example", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().keySet().contains("Tandem-system"));
            byte[] answer = "{\"access_token\": \"t\", \"items\": [{\"id\": 1}]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    private int fetched(Map<String, String> settings) throws Exception {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("shelf.key", "opensesame");
        List<Object> records = new ArrayList<>();
        try (RestClients clients =
                new RestClients(home, Map.of("shelf", DESCRIPTOR), all, 1 << 20, new MemoryLedger())) {
            clients.entity(EntityKey.parse("shelf/book"))
                    .fetch(null, Set.of("title"), page -> records.addAll(page.records()));
        }
        return records.size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.proxy", "shelf.http.proxy"})
    void callsAndSignsInThroughTheProxy_andTrustsAPrivateAuthority(String key) throws Exception {
        try (TlsServer server = server();
                ConnectProxy proxy = new ConnectProxy(server.port())) {
            assertThat(fetched(Map.of(
                            "shelf.url",
                            "https://shelf.example:8443",
                            key,
                            proxy.url(),
                            "http.proxy-user",
                            "user",
                            "http.proxy-password",
                            "password",
                            "http.trust-store",
                            server.store().toString(),
                            "http.trust-store-password",
                            TlsServer.PASSWORD)))
                    .isEqualTo(1);
            assertThat(proxy.connected()).isNotEmpty().containsOnly("shelf.example:8443");
            assertThat(asked).containsExactly("/token false", "/books false");
        }
    }

    @Test
    void trustsCertificatesInPem() throws Exception {
        try (TlsServer server = server();
                ConnectProxy proxy = new ConnectProxy(server.port())) {
            assertThat(fetched(Map.of(
                            "shelf.url", "https://shelf.example:8443",
                            "http.proxy", proxy.url(),
                            "http.proxy-user", "user",
                            "http.proxy-password", "password",
                            "http.trust-store", server.pem().toString())))
                    .isEqualTo(1);
        }
    }

    /** The certificate is good, but for another host. */
    @Test
    void stillChecksTheHostsName() throws Exception {
        try (TlsServer server = server()) {
            assertThatThrownBy(() -> fetched(Map.of(
                            "shelf.url",
                            "https://127.0.0.1:" + server.port(),
                            "http.trust-store",
                            server.pem().toString())))
                    .isInstanceOf(SystemException.Unavailable.class)
                    .hasMessageContaining("certificate");
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void saysThatTheProxyRefuses() throws Exception {
        try (TlsServer server = server();
                ConnectProxy proxy = new ConnectProxy(server.port())) {
            assertThatThrownBy(
                            () -> fetched(Map.of("shelf.url", "https://shelf.example:8443", "http.proxy", proxy.url())))
                    .isInstanceOf(SystemException.Unavailable.class)
                    .hasMessageContaining(
                            "the proxy does not connect to it (HTTP 407); see http.proxy, http.proxy-user");
            assertThat(asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "desk, desk.example, http://desk-proxy:8080",
        "shelf, shelf.example, http://proxy:3128",
        "shelf, SHELF.internal, ",
        "shelf, x.internal, ",
        "shelf, internal, http://proxy:3128",
        "shelf, 10.0.0.7, ",
        "shelf, localhost, ",
        "shelf, 127.0.0.1, ",
        "open, open.example, "
    })
    void takesTheSystemsProxy_andNoneForHostsThatAreNear(String system, String host, String proxy) {
        Map<String, String> settings = Map.of(
                "http.proxy", "http://proxy:3128/",
                "desk.http.proxy", "http://desk-proxy:8080",
                "open.http.proxy", "none",
                "http.no-proxy", "*.internal, 10.0.0.7");
        assertThat(new Network(key -> Optional.ofNullable(settings.get(key)))
                        .proxy(Optional.of(system), host)
                        .map(HttpHost::toURI))
                .isEqualTo(Optional.ofNullable(proxy));
    }

    @Test
    void saysWhatIsNoProxyOrNoTrustStore_withoutShowingAPassword() {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> settings = Map.of(
                "http.proxy", "http://user:opensesame@proxy:3128",
                "shelf.http.proxy", "proxy:3128",
                "http.trust-store", home.resolve("none.p12").toString());
        Network.check(key -> Optional.ofNullable(settings.get(key)), List.of("shelf"), faults);
        assertThat(faults)
                .extracting(Fault::message)
                .hasSize(3)
                .noneMatch(message -> message.contains("opensesame"))
                .anyMatch(message -> message.startsWith("http.proxy: "))
                .anyMatch(message -> message.startsWith("shelf.http.proxy: "))
                .anyMatch(message -> message.startsWith("http.trust-store: "));
    }

    @Test
    void namesWhatOtherProgramsTakeAProxyFrom() {
        assertThat(Network.notes(
                        key -> Optional.empty(),
                        List.of("shelf"),
                        Map.of("HTTPS_PROXY", "http://proxy"),
                        Map.of("https.proxyHost", "proxy")))
                .hasSize(2)
                .allMatch(note -> note.contains("set http.proxy"));
        assertThat(Network.notes(
                        key -> Optional.of("http://proxy"), List.of(), Map.of("HTTPS_PROXY", "http://proxy"), Map.of()))
                .isEmpty();
    }
}
