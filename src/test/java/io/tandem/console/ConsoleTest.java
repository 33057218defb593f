package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.config.ConfigurationFault;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two small routes, the console on a free port, and what a browser or an attacker would ask. */
class ConsoleTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTEXT = "org.apache.camel:context=tandem,type=context,name=\\\"tandem\\\"";
    private static final String ROUTE = "org.apache.camel:context=tandem,type=routes,name=\\\"apples--pears\\\"";

    private static Main main;
    private static Console console;

    @BeforeAll
    static void start() throws Exception {
        main = new Main();
        main.configure().withRoutesIncludePattern("classpath:console/two.camel.yaml");
        console = Console.configure(main, ConsoleSettings.onLoopback(0));
        main.start();
        for (int message = 0; message < 3; message++) {
            main.getCamelTemplate().sendBody("direct:apples", "secret pear");
        }
    }

    @AfterAll
    static void stop() {
        main.stop();
    }

    @Test
    void servesHawtio() throws Exception {
        HttpResponse<String> page = get("");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).contains("<title>Hawtio</title>");
    }

    @Test
    void servesThePage_whenTheLinkIsDeep() throws Exception {
        assertThat(get("camel/routes?nid=root-org.apache.camel-tandem").body()).contains("<title>Hawtio</title>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static/js/missing.js",
                "../jolokia-access.xml",
                "%2e%2e/jolokia-access.xml",
                "..%2fjolokia-access.xml"
            })
    void servesNoOtherFile(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void leadsToHawtio_whenAskedForTheRoot() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(console.url().resolve("/")));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("/hawtio/");
    }

    @ParameterizedTest
    @CsvSource({"user,'\"public\"'", "auth/config,{}", "proxy/enabled,false", "keycloak/enabled,false"})
    void answersWhatTheFrontEndAsksItsServer(String path, String body) throws Exception {
        assertThat(get(path).body()).isEqualTo(body);
    }

    @Test
    void announcesTheTandemPage_andServesIt() throws Exception {
        JsonNode plugin = JSON.readTree(get("plugin").body()).path(0);

        assertThat(plugin.path("scope").asText()).isEqualTo("tandem");
        assertThat(get(plugin.path("url").asText().replace("/hawtio/", "") + "/remoteEntry.js")
                        .body())
                .contains("window.tandem");
    }

    @Test
    void findsBothRoutes() throws Exception {
        JsonNode found = jolokia("{\"type\":\"search\",\"mbean\":\"org.apache.camel:context=tandem,type=routes,*\"}");

        assertThat(found.path("value")).hasSize(2);
        assertThat(found.toString()).contains("apples--pears--back");
    }

    @Test
    void countsWhatPassedEachStep() throws Exception {
        JsonNode step = jolokia("{\"type\":\"read\",\"mbean\":\"org.apache.camel:context=tandem,type=processors,"
                + "name=\\\"apples--pears/upsert\\\"\",\"attribute\":\"ExchangesTotal\"}");

        assertThat(step.path("value").asInt(-1)).as(step.toString()).isEqualTo(3);
    }

    @Test
    void drawsTheRoutes() throws Exception {
        JsonNode xml = exec(CONTEXT, "dumpRoutesAsXml()");

        assertThat(xml.path("value").asText())
                .as(xml.toString())
                .contains("id=\"apples--pears/match\"", "id=\"apples--pears--back/upsert\"", "Stored link first");
    }

    @Test
    void tellsTheCountsOfARoutesSteps() throws Exception {
        JsonNode xml = exec(ROUTE, "dumpRouteStatsAsXml", "true", "true");

        assertThat(xml.path("value").asText())
                .as(xml.toString())
                .contains("apples--pears/upsert", "exchangesCompleted=\"3\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop()",
                "dumpRoutesAsXml(boolean)",
                "dumpRoutesAsXml",
                "sendStringBody(java.lang.String,java.lang.String)",
                "sendBody(java.lang.String,java.lang.Object)",
                "requestBody(java.lang.String,java.lang.Object)"
            })
    void refusesWhatWouldChangeOrReveal(String operation) throws Exception {
        assertRefused(exec(CONTEXT, operation, "a", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'exec','mbean':'org.apache.camel:context=tandem,type=tracer,name=BacklogTracer','operation':'dumpAllTracedMessages()'}",
                "{'type':'exec','mbean':'org.apache.camel:context=tandem,type=routes,name=\\\"apples--pears\\\"','operation':'stop()'}",
                "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'SystemProperties'}",
                "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'InputArguments'}",
                "{'type':'exec','mbean':'com.sun.management:type=DiagnosticCommand','operation':'vmSystemProperties'}",
                "{'type':'write','mbean':'org.apache.camel:context=tandem,type=context,name=\\\"tandem\\\"','attribute':'Tracing','value':true}",
                "{'type':'read','mbean':'com.sun.management:type=HotSpotDiagnostic','attribute':'DiagnosticOptions'}",
                "{'type':'exec','mbean':'java.util.logging:type=Logging','operation':'setLoggerLevel','arguments':['','ALL']}"
            })
    void refusesMBeansThatTellOrChangeMore(String request) throws Exception {
        assertRefused(jolokia(request.replace('\'', '"')));
    }

    @Test
    void neverShowsABody_whenAllThatIsReadableIsRead() throws Exception {
        for (JsonNode name : jolokia("{\"type\":\"search\",\"mbean\":\"org.apache.camel:*\"}")
                .path("value")) {
            JsonNode answer = jolokia("{\"type\":\"read\",\"mbean\":" + JSON.writeValueAsString(name.asText()) + "}");
            assertThat(answer.toString()).doesNotContain("secret pear");
        }
    }

    @Test
    void refusesAForeignHost() throws Exception {
        String answer = raw("GET /hawtio/user HTTP/1.1\r\nHost: evil.example:"
                + console.url().getPort() + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null", "http://evil example"})
    void refusesAForeignOrigin(String origin) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.url().resolve("jolokia"))
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"version\"}"));

        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    /** A client that used the connection again would lose its next request. */
    @Test
    void saysThatTheConnectionEnds_whereARequestIsRefusedUnread() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", console.url().getPort())) {
            socket.setSoTimeout(20_000);
            String head = "POST /hawtio/jolokia HTTP/1.1\r\nHost: 127.0.0.1:"
                    + console.url().getPort() + "\r\nOrigin: http://evil.example\r\nContent-Length: 18\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403")
                    .containsIgnoringCase("\r\nConnection: close\r\n");
        }
    }

    @Test
    void letsItsOwnOriginIn() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.url().resolve("jolokia"))
                .header("Origin", "http://" + console.url().getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"version\"}"));

        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesARequestThatAnotherSitesPageMade() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.url().resolve("jolokia/version"))
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "no-cors");

        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void letsABrowserLoadNothingFromElsewhere() throws Exception {
        assertThat(get("").headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';");
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(console.url().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void saysThatThePortIsTaken() {
        int taken = console.url().getPort();

        assertThatThrownBy(() -> Console.configure(new Main(), ConsoleSettings.onLoopback(taken)))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("console.port: 127.0.0.1:" + taken);
    }

    @Test
    void asksForCredentials_whenAPasswordIsSet(@TempDir Path folder) throws Exception {
        try (Console guarded = Console.configure(
                new Main(),
                new ConsoleSettings(
                        "0.0.0.0",
                        0,
                        CheapHash.accounts("operator", "s3cret:pw", folder),
                        false,
                        Optional.empty(),
                        true))) {
            URI jolokia = URI.create("http://127.0.0.1:" + guarded.url().getPort() + "/hawtio/jolokia/version");

            assertThat(send(HttpRequest.newBuilder(jolokia)).statusCode()).isEqualTo(401);
            assertThat(signedIn(jolokia, "operator:wrong").headers().firstValue("WWW-Authenticate"))
                    .isPresent();
            assertThat(signedIn(jolokia, "operator:s3cret:pw").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> signedIn(URI uri, String credentials) throws Exception {
        String token = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(uri).header("Authorization", "Basic " + token));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(console.url() + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", console.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private static JsonNode exec(String mbean, String operation, String... arguments) throws Exception {
        return jolokia("{\"type\":\"exec\",\"mbean\":\"" + mbean + "\",\"operation\":\"" + operation
                + "\",\"arguments\":" + JSON.writeValueAsString(arguments) + "}");
    }

    private static JsonNode jolokia(String request) throws Exception {
        return JSON.readTree(send(HttpRequest.newBuilder(URI.create(console.url() + "jolokia"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request)))
                .body());
    }

    private static void assertRefused(JsonNode answer) {
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.has("value")).isFalse();
    }
}
