package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tandem.record.EntityKey;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A system that nobody reaches. */
class DownSystemTest {

    private static final EntityKey BOOKS = EntityKey.parse("shelf/book");

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
            IntStream.range(0, 8).forEach(call -> reasons.add(reason(shelf.entity(BOOKS))));
            assertThat(reasons).containsExactly("shelf can't be reached: the connection is refused");
        }
    }

    /** An answer 500 may concern one call; many of them open the circuit breaker, and what they said is the reason. */
    @Test
    void saysWhatWasAnswered_whenTooManyAnswersOpenedTheCircuitBreaker() throws Exception {
        try (StubbedSystem shelf = StubbedSystem.answering(
                        (line, body) -> new StubbedSystem.Reply(500, "text/plain", ""))
                .open(home, RestClients.SHELF)) {
            Set<String> reasons = new HashSet<>();
            IntStream.range(0, 30).forEach(call -> reasons.add(reason(shelf.entity(BOOKS))));
            assertThat(reasons).contains("shelf failed too often (HTTP 500); it is not called for half a minute");
        }
    }

    /** A port that another program listens on, or the other of http and https. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http|220 mail.example.com ESMTP\\r\\n|it closes the connection without an answer in HTTP",
                "http|HTTP/1.1 200 OK\\r\\nContent-Length: -5\\r\\n\\r\\n|what it answers is not HTTP",
                "http|HTTP/1.1 101 Switching\\r\\n\\r\\n|what it answers is not HTTP",
                "http||it closes the connection without an answer in HTTP",
                "http|HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 500\\r\\n\\r\\n{\"items\": [|it closes the connection before its answer is at its end",
                "https|HTTP/1.1 400 Bad Request\\r\\n\\r\\n|no TLS connection comes about. Is it http there, or another port?"
            })
    void saysWhatIsThere_whenItIsNotTheSystem(String scheme, String answer, String why) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(other, answer == null ? "" : answer.translateEscapes()));
            serving.setDaemon(true);
            serving.start();
            try (RestClients shelf = RestClients.shelf(home, scheme + "://127.0.0.1:" + other.getLocalPort())) {
                assertThat(reason(shelf.entity(BOOKS))).isEqualTo("shelf can't be reached: " + why);
            }
        }
    }

    private static void serve(ServerSocket socket, String answer) {
        try {
            while (true) {
                try (Socket connection = socket.accept()) {
                    connection.getInputStream().read(new byte[8_192]);
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reason(EntityClient books) {
        return catchThrowableOfType(SystemException.class, () -> books.fetch(null, Set.of("title"), page -> {}))
                .getMessage();
    }
}
