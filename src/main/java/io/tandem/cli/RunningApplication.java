package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A running application on the same data, reached over loopback. Its address and a token stand in a file that only the
 * owner can read; the command runs over there and its output comes back as it is made.
 */
final class RunningApplication {

    static final String FILE = "running.json";

    private final URI address;
    private final String token;

    private RunningApplication(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** @return empty if none runs; a file that a killed one left behind doesn't count */
    static Optional<RunningApplication> find(Path data) {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var json = Json.MAPPER.readTree(file.toFile());
            RunningApplication found = new RunningApplication(
                    URI.create("http://127.0.0.1:" + json.path("port").asInt() + "/command"),
                    json.path("token").asText());
            return ProcessHandle.of(json.path("pid").asLong()).isPresent() && found.answers()
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (IOException e) {
            throw new ConfigurationFault(file + " can't be read: " + e.getMessage());
        }
    }

    private boolean answers() throws IOException {
        try {
            return send(
                                    HttpRequest.newBuilder(address)
                                            .timeout(Duration.ofSeconds(5))
                                            .GET(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Runs a command over there. @return its exit code */
    int execute(Session session) {
        String request = Json.text(Map.of(
                "arguments", session.arguments(), "folder", session.folder().toString(), "who", session.who()));
        try {
            HttpResponse<InputStream> answer = send(
                    HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(request)),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (Frames.Reader frames = new Frames.Reader(answer.body())) {
                return frames.copyTo(session.out(), session.err());
            }
        } catch (IOException e) {
            throw new ConfigurationFault(
                    "the running application at " + address + " did not answer: " + e.getMessage());
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(request.header("Authorization", "Bearer " + token).build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
