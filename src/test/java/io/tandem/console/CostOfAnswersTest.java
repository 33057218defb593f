package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody who may only look can fill the memory, however much is asked for. */
class CostOfAnswersTest {

    private static Process process;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrowdedConsole.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        port = Integer.parseInt(out.readLine().replace("port ", ""));
    }

    @AfterAll
    static void stop() {
        process.destroy();
    }

    /**
     * Who stopped reading may still have a place: the console says so by a 503 until it notices. And it makes the lists that
     * wait for their turn, some fifty, though nobody is there any more to take them: on a busy machine for more than half a minute.
     */
    @BeforeEach
    void isFree() {
        await().atMost(Duration.ofMinutes(4))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(ask("{\"type\":\"version\"}")).startsWith("HTTP/1.1 200"));
    }

    @Tag("thorough")
    @Test
    void staysAlive_whenTheMostExpensiveRequestComesInBulk() {
        staysAlive("{\"type\":\"list\"}", 2);
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"list\"}",
                "{\"type\":\"search\",\"mbean\":\"*:*\"}",
                "{\"type\":\"read\",\"mbean\":\"*:*\"}",
                "{\"type\":\"read\",\"mbean\":\"org.apache.camel:*\",\"config\":{\"maxDepth\":100,\"maxObjects\":0}}"
            })
    void staysAlive_whenExpensiveRequestsComeInBulk(String request) {
        staysAlive(request, 4);
    }

    private static void staysAlive(String request, int atATime) {
        String bulk = "[" + (request + ",").repeat(Jolokia.MOST_REQUESTS - 1) + request + "]";
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < atATime; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> ask(bulk)));
        }
        answers.forEach(answer ->
                assertThat(answer.join().length()).isBetween(1, AnswerText.MOST_BYTES + Jolokia.MOST_REQUESTS * 300));
        assertThat(process.isAlive()).isTrue();
        assertThat(ask("{\"type\":\"version\"}")).startsWith("HTTP/1.1 200");
    }

    @Tag("thorough")
    @Test
    void saysThatAnAnswerIsTooLong() {
        assertThat(ask("[" + "{\"type\":\"list\"},".repeat(9) + "{\"type\":\"list\"}]"))
                .contains("Ask for less at a time");
    }

    @Test
    void refusesMoreRequestsInOne_thanAPageNeeds() {
        assertThat(ask("[" + "{\"type\":\"version\"},".repeat(Jolokia.MOST_REQUESTS) + "{\"type\":\"version\"}]"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void staysAlive_whenNobodyTakesTheAnswers() throws IOException {
        List<Socket> idle = new ArrayList<>();
        String list = post("{\"type\":\"list\"}");
        for (int i = 0; i < 60; i++) {
            Socket socket = new Socket("127.0.0.1", port);
            idle.add(socket);
            socket.getOutputStream().write(list.getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(probe()).startsWith("HTTP/1.1 200");
        for (Socket socket : idle) {
            socket.close();
        }
        assertThat(process.isAlive()).isTrue();
    }

    private static String probe() {
        return send("GET /observe/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static String ask(String body) {
        return send(post(body));
    }

    private static String post(String body) {
        return "POST /hawtio/jolokia HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    private static String send(String request) {
        try {
            return Wire.send(port, request);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
