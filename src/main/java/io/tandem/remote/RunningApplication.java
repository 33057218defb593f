package io.tandem.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.ConfigurationFault;
import io.tandem.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running application on the same data, reached over loopback. Its address and a token stand in a file that only the
 * owner can read; the command runs over there and its output comes back as it is made.
 */
public final class RunningApplication {

    static final String FILE = "running.json";

    private static final Logger LOG = LoggerFactory.getLogger(RunningApplication.class);

    private static final int TOO_MANY = 503;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The application ended while it carried out a command; how far it came is not known here. */
    public static final class CutOff extends RuntimeException {

        private static final long serialVersionUID = 1;

        public CutOff(String message) {
            super(message, null, false, false);
        }
    }

    private final URI address;
    private final String token;

    private RunningApplication(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /**
     * @return empty if none runs. A file that a killed one left behind doesn't count, nor one that can't be read: an
     *     application writes it whole, so a damaged one is nobody's
     */
    public static Optional<RunningApplication> find(Path data) {
        return find(data, PATIENCE);
    }

    /** @param patience with one that does not answer */
    static Optional<RunningApplication> find(Path data, Duration patience) {
        Path file = data.resolve(FILE);
        Optional<JsonNode> json = read(file);
        if (json.isEmpty()
                || !json.get().path("pid").canConvertToLong()
                || !isPort(json.get().path("port"))
                || ProcessHandle.of(json.get().path("pid").asLong()).isEmpty()) {
            return Optional.empty();
        }
        RunningApplication found = new RunningApplication(
                URI.create("http://127.0.0.1:" + json.get().path("port").asInt() + "/command"),
                json.get().path("token").asText());
        return found.answers(patience) ? Optional.of(found) : Optional.empty();
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            // first of all whether there is one: a mapper takes a tenth of a short command
            byte[] json = Files.readAllBytes(file);
            return Optional.of(Json.MAPPER.readTree(json)).filter(JsonNode::isObject);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException damaged) {
            LOG.warn("{} can't be read and is passed over; the next start writes it again", file);
            return Optional.empty();
        }
    }

    private static boolean isPort(JsonNode port) {
        return port.canConvertToInt() && port.asInt() >= 1 && port.asInt() <= 65_535;
    }

    private boolean answers(Duration patience) {
        try {
            return send(HttpRequest.newBuilder(address).timeout(patience).GET(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (HttpTimeoutException e) {
            throw new ConfigurationFault("the running application at " + address + " did not answer within "
                    + patience.toSeconds() + " s: it is busy or stuck. Try again, or stop it");
        } catch (IOException gone) {
            return false; // the port is another program's, or nobody's: the file is from an earlier run
        }
    }

    /**
     * Runs a command over there.
     *
     * @return its exit code
     * @throws ConfigurationFault if it can't be started
     * @throws CutOff if the application ends before it is done
     */
    public int execute(Request asked) {
        String json = Json.text(
                Map.of("arguments", asked.arguments(), "folder", asked.folder().toString(), "who", asked.who()));
        try {
            HttpResponse<InputStream> answer = send(
                    HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(json)),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (Frames.Reader frames = new Frames.Reader(answer.body())) {
                if (answer.statusCode() == TOO_MANY) {
                    throw new ConfigurationFault("the running application at " + address + " carries out "
                            + CommandServer.MOST_COMMANDS + " commands already. Try again when one has ended");
                }
                return frames.copyTo(asked.out(), asked.err());
            }
        } catch (ConnectException e) {
            throw new ConfigurationFault(
                    "the running application at " + address + " did not answer: " + e.getMessage());
        } catch (IOException e) {
            throw new CutOff("the running application at " + address
                    + " ended before the command was done; its log says what happened. Start it, then try again");
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
