package io.tandem.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send half a request, or too much, or don't take their answer, keep nobody else waiting. */
@Execution(ExecutionMode.CONCURRENT) // each waits for clients of its own that hang
class HttpPortTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int BODY_BYTES = 1_000;

    private final Lane quick = new Lane("quick", 1, 10);
    private final Lane slow = new Lane("slow", 1, 0);
    private final CountDownLatch work = new CountDownLatch(1);
    private final CountDownLatch slowBegan = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpPort port;

    @BeforeEach
    void open() throws IOException {
        port = HttpPort.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Limits(20, BODY_BYTES, SHORT, SHORT, Duration.ofMinutes(1), SHORT),
                new Site() {
                    @Override
                    public Optional<Lane> admit(Exchange exchange) {
                        return Optional.of(exchange.path().equals("/slow") ? slow : quick);
                    }

                    @Override
                    public void handle(Exchange exchange) throws IOException {
                        if (exchange.path().equals("/slow")) {
                            slowBegan.countDown();
                            Awaitility.await().until(() -> work.getCount() == 0);
                        }
                        if (exchange.path().equals("/endless")) {
                            exchange.stream("text/plain", zeros());
                        } else {
                            exchange.text(200, exchange.path() + " " + exchange.body().length);
                        }
                    }
                });
    }

    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length;
            }
        };
    }

    @AfterEach
    void close() throws IOException {
        work.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        port.close();
        quick.close();
        slow.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nhalf",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"
            })
    void answersOthers_howeverManyHalfRequestsHang(String half) throws IOException {
        for (int i = 0; i < 100; i++) {
            send(half);
        }

        assertThat(ask("GET /now HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .endsWith("/now 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nhalf"
            })
    void closesAHalfRequest_alsoWhenItGoesOnByteByByte(String half) throws IOException {
        Socket socket = send(half);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        socket.getOutputStream().write('x');
                        return false;
                    } catch (IOException closed) {
                        return true;
                    }
                });
    }

    @Test
    void closesAConnection_whoseReaderTakesNoAnswer() throws IOException {
        Socket socket = send("GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        socket.getOutputStream().write('x');
                        return false;
                    } catch (IOException closed) {
                        return true;
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1001", "Transfer-Encoding: chunked"})
    void refusesALongBody(String length) throws IOException {
        String body = length.startsWith("T") ? "7d1\r\n" + "x".repeat(2_001) + "\r\n0\r\n\r\n" : "x".repeat(1_001);

        assertThat(ask("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + length + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void refusesALongHead() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void saysThatALaneIsFull_andAnswersInTheOthers() throws Exception {
        String ask = "GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        send(ask);
        assertThat(slowBegan.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ask(ask)).startsWith("HTTP/1.1 503");

        assertThat(ask(ask.replace("/slow", "/quick"))).endsWith("/quick 0");
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", port.number());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String ask(String text) throws IOException {
        byte[] answer = new byte[4_000];
        InputStream in = send(text).getInputStream();
        int length = in.readNBytes(answer, 0, answer.length);
        return new String(answer, 0, length, StandardCharsets.UTF_8);
    }
}
