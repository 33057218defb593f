package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.record.EntityKey;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate nobody vouches for gets no request, and so no credentials. */
class CertificatesTest {

    @TempDir
    Path home;

    @Test
    @Timeout(60)
    void refusesASelfSignedServer() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (TlsServer server = new TlsServer(home, "ip:127.0.0.1", exchange -> {
                    requests.incrementAndGet();
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                });
                RestClients clients = RestClients.shelf(home, "https://127.0.0.1:" + server.port())) {
            EntityClient books = clients.entity(EntityKey.parse("shelf/book"));
            assertThatThrownBy(() -> books.fetch(null, Set.of("title"), page -> {}))
                    .isInstanceOf(SystemException.Unavailable.class)
                    .hasMessageContaining("certificate");
            assertThat(requests).hasValue(0);
        }
    }
}
