package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Processes;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code tandem run} as its own process with a small sandbox, its data in a folder of the test. */
final class Demo implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path output;

    private Demo(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param settings as {@code key=value} */
    static Demo start(Path folder, String... settings) throws IOException {
        return start(folder, Path.of("").toAbsolutePath(), settings);
    }

    /** On a copy of the configuration and the routes, for a test that changes them. */
    static Demo start(Path folder, Path home, String... settings) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m"));
        command.addAll(Processes.QUICK);
        command.addAll(List.of(
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "io.tandem.Tandem",
                "run",
                "--sandbox",
                "--home",
                home.toString()));
        List<String> all = new ArrayList<>(
                List.of("console.port=0", "sandbox.users=60", "sandbox.tickets=20", "sandbox.comments=10"));
        all.addAll(List.of(settings));
        all.forEach(setting -> command.addAll(List.of("--set", setting)));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Demo demo = new Demo(process, output);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> !process.isAlive() || demo.said().contains("Stop with Ctrl-C"));
        assertThat(process.isAlive()).as(demo.said()).isTrue();
        return demo;
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Where the console is, with its last slash. */
    URI console() {
        return URI.create(find("Console: +(\\S+)"));
    }

    /** The address of a simulated system. */
    String sandbox(String key) {
        return find("Sandbox: +" + Pattern.quote(key) + " = (\\S+)");
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(said());
        assertThat(matcher.find()).as(pattern + " in " + said()).isTrue();
        return matcher.group(1);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(signed(HttpRequest.newBuilder(console().resolve(path))));
    }

    /** As the first admin, or as the test's own. */
    private HttpRequest.Builder signed(HttpRequest.Builder request) throws IOException {
        String credentials = said().contains("sign in as admin") ? "admin:" + password() : "adam:may decide";
        return request.setHeader(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    String password() throws IOException {
        return Files.readString(Path.of(find("password in (\\S+)"))).strip();
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode jolokia(String request) throws IOException, InterruptedException {
        HttpRequest.Builder post = signed(HttpRequest.newBuilder(console().resolve("jolokia")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request));
        return Json.MAPPER.readTree(send(post).body());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
}
