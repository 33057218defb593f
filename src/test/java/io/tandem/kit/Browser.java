package io.tandem.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Headless Chromium, driven by WebDriver as its specification says (W3C, HTTP and JSON). */
public final class Browser implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Keeps what Jolokia refused, also from page to page. */
    private static final String RECORD_REFUSALS = "const ask = window.fetch; window.fetch = async (...asked) => {"
            + " const answer = await ask(...asked); const url = String(asked[0].url || asked[0]);"
            + " if (url.includes('jolokia')) answer.clone().json().then(all => [all].flat()"
            + ".filter(one => one.status === 403).forEach(one => sessionStorage.setItem('refused',"
            + " (sessionStorage.getItem('refused') || '') + JSON.stringify(one.request) + one.error + ' ')));"
            + " return answer }";

    /** A page that draws all routes is busy for long on a busy machine; the driver would wait 30 s for it. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final Process driver;
    private final URI session;

    private Browser(Process driver, URI session) {
        this.driver = driver;
        this.session = session;
    }

    /** Whether this machine has a browser and its driver. */
    public static boolean available() {
        return program("chromedriver").isPresent() && chromium().isPresent();
    }

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> program(name).stream())
                .findFirst();
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Browser open(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process driver = new ProcessBuilder(
                        program("chromedriver").orElseThrow().toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromedriver.txt").toFile())
                .start();
        URI base = URI.create("http://127.0.0.1:" + port + "/");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> HTTP.send(
                                        HttpRequest.newBuilder(base.resolve("status"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode()
                        == 200);
        List<String> arguments = List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--disable-features=Translate,OptimizationHints,MediaRouter",
                "--force-prefers-reduced-motion",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile"));
        JsonNode answer = send(
                base.resolve("session"),
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "timeouts",
                                        Map.of("script", PATIENCE.toMillis()),
                                        "goog:loggingPrefs",
                                        Map.of("browser", "SEVERE", "performance", "ALL"),
                                        "goog:chromeOptions",
                                        Map.of(
                                                "binary",
                                                chromium().orElseThrow().toString(),
                                                "args",
                                                arguments,
                                                "perfLoggingPrefs",
                                                Map.of("enablePage", false))))));
        Browser browser = new Browser(
                driver, base.resolve("session/" + answer.path("sessionId").asText() + "/"));
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", Map.of("source", RECORD_REFUSALS));
        return browser;
    }

    private static JsonNode send(URI uri, Object body) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Json.MAPPER.readTree(answer.body()).path("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void go(URI address) {
        send(session.resolve("url"), Map.of("url", address.toString()));
    }

    /** Goes to another page of the application that is shown, without loading it again: a fraction of the cost of {@link #go}. */
    public void visit(String path) {
        run("history.pushState(null, '', " + Json.text(path) + ");"
                + " dispatchEvent(new PopStateEvent('popstate', {state: history.state}))");
    }

    public void size(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void dark(boolean dark) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    private void cdp(String command, Map<String, Object> parameters) {
        send(session.resolve("goog/cdp/execute"), Map.of("cmd", command, "params", parameters));
    }

    /** The text that a person sees. */
    public String text() {
        return run("return document.body.innerText").asText();
    }

    public JsonNode run(String script) {
        return send(session.resolve("execute/sync"), Map.of("script", script, "args", List.of()));
    }

    public int count(String css) {
        return run("return document.querySelectorAll(" + Json.text(css) + ").length")
                .asInt();
    }

    /** Clicks as a person does: what is covered or gone can't be clicked. Waits for it to appear. */
    public void click(String css) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            send(element(css, "click"), Map.of());
            return true;
        });
    }

    public void type(String css, String text) {
        send(element(css, "value"), Map.of("text", text));
    }

    private URI element(String css, String action) {
        JsonNode found = send(session.resolve("element"), Map.of("using", "css selector", "value", css));
        return session.resolve("element/" + found.path(ELEMENT).asText() + "/" + action);
    }

    public void awaitText(String text) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(text())
                .contains(text));
    }

    public void await(String css) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count(css)).as(css).isPositive());
    }

    /** What went wrong since this was last asked: errors in the browser's console, foreign hosts, calls that were refused. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        log("browser").forEach(entry -> faults.add(entry.path("message").asText()));
        log("performance").forEach(entry -> foreign(entry).ifPresent(faults::add));
        String refused = run("const all = sessionStorage.getItem('refused'); sessionStorage.removeItem('refused');"
                        + " return all || ''")
                .asText();
        if (!refused.isEmpty()) {
            faults.add("refused: " + refused);
        }
        return faults;
    }

    private Iterable<JsonNode> log(String type) {
        return send(session.resolve("se/log"), Map.of("type", type));
    }

    private static Optional<String> foreign(JsonNode entry) {
        try {
            JsonNode event =
                    Json.MAPPER.readTree(entry.path("message").asText()).path("message");
            String url = event.path("params").path("request").path("url").asText();
            return event.path("method").asText().equals("Network.requestWillBeSent")
                            && !url.matches("(http://127\\.0\\.0\\.1:|data:|blob:|chrome).*")
                    ? Optional.of("asked of another host: " + url)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pictures cost up to a second each, so {@code -Dpictures=true} asks for them. */
    public static boolean takesPictures() {
        return Boolean.getBoolean("pictures");
    }

    /** For a person's eyes, into {@code target/screenshots}, if this process takes pictures. */
    public void screenshot(String name) throws IOException, InterruptedException {
        if (!takesPictures()) {
            return;
        }
        String png = Json.MAPPER
                .readTree(HTTP.send(
                                HttpRequest.newBuilder(session.resolve("screenshot"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("value")
                .asText();
        Path folder = Files.createDirectories(Path.of("target/screenshots"));
        Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(png));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        String whole = session.toString();
        HTTP.send(
                HttpRequest.newBuilder(URI.create(whole.substring(0, whole.length() - 1)))
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        driver.destroy();
        assertThat(driver.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
}
