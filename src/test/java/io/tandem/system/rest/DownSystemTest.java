package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that nobody reaches. */
class DownSystemTest {

    @TempDir
    Path home;

    private static String nobody() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + closed.getLocalPort();
        }
    }

    /** Two messages in turn would be news each time: the log filled, and health said "call not permitted". */
    @Test
    void saysTheSameReason_whenTheCircuitBreakerIsOpen() throws Exception {
        try (RestClients shelf = RestClients.shelf(home, nobody())) {
            Set<String> reasons = new HashSet<>();
            IntStream.range(0, 8).forEach(call -> reasons.add(reason(shelf)));
            assertThat(reasons).containsExactly("shelf can't be reached: the connection is refused");
        }
    }

    /** An answer 500 may concern one call; many of them open the circuit breaker, and what they said is the reason. */
    @Test
    void saysWhatWasAnswered_whenTooManyAnswersOpenedTheCircuitBreaker() throws Exception {
        HttpServer failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        failing.start();
        try (RestClients shelf = RestClients.shelf(
                home, "http://127.0.0.1:" + failing.getAddress().getPort())) {
            Set<String> reasons = new HashSet<>();
            IntStream.range(0, 30).forEach(call -> reasons.add(reason(shelf)));
            assertThat(reasons)
                    .contains("shelf failed too often (HTTP 500); it is left alone for half a minute");
        } finally {
            failing.stop(0);
        }
    }

    private static String reason(RestClients shelf) {
        EntityClient books = shelf.entity(EntityKey.parse("shelf/book"));
        return catchThrowableOfType(
                        SystemException.class, () -> books.fetch(null, Set.of("title"), page -> {}))
                .getMessage();
    }
}
