package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The process of the {@link FastServers}, filled; it ends when closed. */
final class ServerProcess implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    final String address;

    /**
     * @param latency in milliseconds, before each answer
     * @param mostEachSecond of CustomPMS' calls; 0 if there is no limit
     */
    ServerProcess(Path folder, int tickets, int users, long latency, int mostEachSecond) throws IOException {
        Files.createDirectories(folder);
        process = new ProcessBuilder(MeasuredProcess.java(
                        FastServers.class,
                        Integer.toString(tickets),
                        Integer.toString(users),
                        Long.toString(latency),
                        Integer.toString(mostEachSecond)))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("servers.txt").toFile()))
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        address = "http://127.0.0.1:" + Optional.ofNullable(said.readLine()).orElseThrow();
    }

    JsonNode ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
        return RecordList.JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }
}
