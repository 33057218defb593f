package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.ConfigurationFault;
import io.tandem.kit.Permissions;
import io.tandem.record.Json;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.management.ObjectName;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer looks, an admin decides, nobody else does either. */
class SignInTest {

    /** Stands in for a flow. */
    public interface FlowMBean {
        int getLinked();

        String pause();

        String parked();
    }

    private static final class Flow implements FlowMBean {
        private int paused;

        @Override
        public int getLinked() {
            return 7;
        }

        @Override
        public String pause() {
            paused++;
            return "Paused.";
        }

        @Override
        public String parked() {
            return "[]";
        }
    }

    /** A minute never passes, however slow the machine is. */
    private static final Clock CLOCK = Clock.fixed(Instant.now(), ZoneOffset.UTC);

    private static final String PAUSE =
            "{\"type\":\"exec\",\"mbean\":\"io.tandem:type=Flow,name=sign-in-test\",\"operation\":\"pause\"}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final Flow flow = new Flow();
    private ObjectName name;
    private UsersFile users;
    private Console console;

    @BeforeEach
    void start() throws Exception {
        name = new ObjectName("io.tandem:type=Flow,name=sign-in-test");
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new javax.management.StandardMBean(flow, FlowMBean.class), name);
        users = new UsersFile(folder.resolve("users"));
        users.put("vera", Role.VIEWER, CheapHash.of("looks only"));
        users.put("adam", Role.ADMIN, CheapHash.of("may decide"));
        console = Console.configure(
                new Main(),
                new ConsoleSettings("127.0.0.1", 0, Accounts.of("", "", users), false, Optional.empty(), true),
                CLOCK);
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }

    @Test
    void letsAViewerReadAndList() throws Exception {
        String cookie = session("vera", "looks only");
        String read = "{\"type\":\"read\",\"mbean\":\"" + name + "\",\"attribute\":\"Linked\"}";

        assertThat(jolokia(cookie, read).path("value").asInt()).isEqualTo(7);
        assertThat(jolokia(cookie, PAUSE.replace("pause", "parked"))
                        .path("value")
                        .asText())
                .isEqualTo("[]");
    }

    @Test
    void letsNoViewerDecide() throws Exception {
        String cookie = session("vera", "looks only");

        assertThat(jolokia(cookie, PAUSE).path("status").asInt()).isEqualTo(403);
        assertThat(jolokia(cookie, "[" + PAUSE + "]").get(0).path("status").asInt())
                .isEqualTo(403);
        assertThat(jolokia(cookie, PAUSE.replace("\"pause\"", "\"pause()\""))
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        assertThat(flow.paused).isZero();
    }

    @Test
    void letsAnAdminDecide() throws Exception {
        JsonNode answer = jolokia(session("adam", "may decide"), PAUSE);

        assertThat(answer.path("value").asText()).as(answer.toString()).isEqualTo("Paused.");
        assertThat(flow.paused).isEqualTo(1);
    }

    @Test
    void takesNoDecisionFromALink() throws Exception {
        HttpResponse<String> answer = send(get("jolokia/exec/" + name + "/pause")
                .header("Cookie", session("adam", "may decide"))
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(flow.paused).isZero();
    }

    @Test
    void takesNoDecisionFromAnotherOrigin() throws Exception {
        HttpResponse<String> answer = send(get("jolokia")
                .header("Cookie", session("adam", "may decide"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString(PAUSE)));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(flow.paused).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'exec','mbean':'org.apache.camel:context=tandem,type=routes,name=x','operation':'stop()'}",
                "{'type':'exec','mbean':'java.util.logging:type=Logging','operation':'setLoggerLevel','arguments':['','ALL']}",
                "{'type':'write','mbean':'java.lang:type=Memory','attribute':'Verbose','value':true}",
                "{'type':'exec','mbean':'java.lang:type=Memory','operation':'gc'}"
            })
    void allowsAnAdminNoMoreThanDecisions(String request) throws Exception {
        JsonNode answer = jolokia(session("adam", "may decide"), request.replace('\'', '"'));

        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jolokia/version", "user", "tandem/me", "../observe/nothing"})
    void answers401_whenNobodyIsSignedIn(String path) throws Exception {
        assertThat(send(get(path)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/live", "/observe/ready", "/observe/health/live"})
    void answersProbesOfThisMachine_withoutSignIn(String path) throws Exception {
        assertThat(send(get(path)).statusCode()).isIn(200, 503);
    }

    @Test
    void saysWhoIsSignedIn() throws Exception {
        HttpResponse<String> me = send(get("tandem/me").header("Cookie", session("vera", "looks only")));

        assertThat(Json.MAPPER.readTree(me.body()))
                .isEqualTo(Json.MAPPER.readTree("{\"name\":\"vera\",\"role\":\"viewer\"}"));
    }

    @Test
    void endsTheSession_whenTheUserIsTakenOut() throws Exception {
        String cookie = session("vera", "looks only");
        users.remove("vera");

        assertThat(send(get("user").header("Cookie", cookie)).statusCode()).isEqualTo(401);
    }

    @Test
    void endsTheSession_whenTheUserSignsOut() throws Exception {
        String cookie = session("vera", "looks only");
        send(get("auth/logout").header("Cookie", cookie));

        assertThat(send(get("user").header("Cookie", cookie)).statusCode()).isEqualTo(401);
    }

    @Test
    void keepsTheCookieFromScriptsAndOtherSites() throws Exception {
        assertThat(signIn("vera", "looks only")
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElse(""))
                .contains("HttpOnly", "SameSite=Strict");
    }

    @Test
    void slowsDownAName_fromItsAddress_andNobodyElse() throws Exception {
        for (int i = 0; i < Passwords.MOST_WRONG; i++) {
            assertThat(signIn("adam", "guess number " + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> answer = signIn("adam", "may decide");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("this name");
        assertThat(send(basic("jolokia/version", "adam:may decide")).statusCode())
                .isEqualTo(429);
        assertThat(signIn("vera", "looks only").statusCode()).isEqualTo(200);
    }

    @Test
    void endsTheSession_andBasic_withThePasswordOrTheRole() throws Exception {
        String cookie = session("vera", "looks only");
        assertThat(send(basic("jolokia/version", "vera:looks only")).statusCode())
                .isEqualTo(200);
        users.put("vera", Role.VIEWER, CheapHash.of("another one"));

        assertThat(send(get("user").header("Cookie", cookie)).statusCode()).isEqualTo(401);
        assertThat(send(basic("jolokia/version", "vera:looks only")).statusCode())
                .isEqualTo(401);

        String again = session("vera", "another one");
        users.put("vera", Role.ADMIN, CheapHash.of("another one"));

        assertThat(send(get("user").header("Cookie", again)).statusCode()).isEqualTo(401);
    }

    @Test
    void endsTheFirstAdmin_withTheFirstUser() throws Exception {
        console.close();
        users = new UsersFile(folder.resolve("later"));
        console = Console.configure(
                new Main(),
                new ConsoleSettings("127.0.0.1", 0, Accounts.of("", "", users), false, Optional.empty(), true)
                        .orFirstAdmin(new FirstAdmin(folder)),
                CLOCK);
        String cookie = session("admin", new FirstAdmin(folder).password());
        users.put("olga", Role.ADMIN, CheapHash.of("olga decides"));

        assertThat(send(get("user").header("Cookie", cookie)).statusCode()).isEqualTo(401);
        assertThat(signIn("admin", new FirstAdmin(folder).password()).statusCode())
                .isEqualTo(401);
        assertThat(signIn("olga", "olga decides").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsWhoCouldSignIn_whileTheUsersFileHasAFault() throws Exception {
        String cookie = session("vera", "looks only");
        Files.writeString(folder.resolve("users"), "vera:viewer\n");

        assertThat(send(get("user").header("Cookie", cookie)).statusCode()).isEqualTo(200);
        assertThat(signIn("adam", "may decide").statusCode()).isEqualTo(200);
        assertThat(send(get("../observe/health")).statusCode()).isIn(200, 503);
    }

    /** Two cookies, one in quotes, another case, an ended one, one in a header of another kind: none is anybody's. */
    @Test
    void takesNoOtherFormOfACookie() throws Exception {
        String cookie = session("adam", "may decide");
        String name = cookie.replaceAll("=.*", "");
        String token = cookie.replaceAll(".*=", "");
        for (String line : new String[] {
            "Cookie: " + name.toLowerCase(java.util.Locale.ROOT) + "=" + token,
            "Cookie: " + name + "=" + token.toUpperCase(java.util.Locale.ROOT),
            "Cookie: " + name + "=\"" + token + "\"",
            "Cookie: " + name + "=" + token.substring(1),
            "Cookie: " + name + "=" + token + "0",
            "Cookie: " + name + "=",
            "Cookie: TandemSession=" + token,
            "Cookie: __Host-TandemSession=" + token,
            "Cookie2: " + cookie,
            "Authorization: Bearer " + token,
            "Authorization: Basic " + token,
            "X-Remote-User: adam",
            "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString("adam:may decide".getBytes())
        }) {
            int port = console.url().getPort();
            String answer = Wire.send(
                    port,
                    "GET /hawtio/user HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + line
                            + "\r\nConnection: close\r\n\r\n");

            assertThat(answer).as(line).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void takesASessionUnderItsOwnNameOnly() throws Exception {
        String cookie = session("vera", "looks only");
        String ask = "GET /hawtio/user HTTP/1.1\r\nHost: HOST:" + console.url().getPort() + "\r\nCookie: " + cookie
                + "\r\nConnection: close\r\n\r\n";

        assertThat(cookie).startsWith("TandemSession-" + console.url().getPort() + "=");
        assertThat(Wire.send(console.url().getPort(), ask.replace("HOST", "127.0.0.1")))
                .startsWith("HTTP/1.1 200");
        assertThat(Wire.send(console.url().getPort(), ask.replace("HOST", "localhost")))
                .startsWith("HTTP/1.1 401");
    }

    /** With the rounds of the file's own hashes, which an earlier version may have written. */
    @Test
    void looksAtAHash_whoeverTheNameIs() {
        users.put("vera", Role.VIEWER, PasswordHash.of("looks only", 10_000));
        users.put("adam", Role.ADMIN, PasswordHash.of("may decide", 10_000));
        assertThat(users.nobody().rounds()).isEqualTo(10_000);
        Accounts accounts = Accounts.of("olga", "long enough", users);
        long known = nanos(() -> accounts.matches("vera", "wrong"));

        assertThat(nanos(() -> accounts.matches("nobody", "wrong"))).isGreaterThan(known / 10);
        assertThat(nanos(() -> accounts.matches("olga", "long enough"))).isGreaterThan(known / 10);
    }

    private static long nanos(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }

    @Test
    void answersMetricsOfThisMachine_unlessAProxyAsksOrASettingAsksForASignIn() throws Exception {
        assertThat(send(get("/observe/metrics")).statusCode()).isIn(200, 503);
        assertThat(send(get("/observe/metrics").header("X-Forwarded-For", "192.0.2.7"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(get("/observe/health").header("Forwarded", "for=192.0.2.7"))
                        .statusCode())
                .isEqualTo(401);
        console.close();
        console = Console.configure(
                new Main(),
                new ConsoleSettings("127.0.0.1", 0, Accounts.of("", "", users), false, Optional.empty(), false));

        assertThat(send(get("/observe/metrics")).statusCode()).isEqualTo(401);
        assertThat(send(get("/observe/health")).statusCode()).isIn(200, 503);
    }

    @Test
    void saysThatNobodyIsAnAdmin() {
        users.remove("adam");

        assertThat(new ConsoleSettings("127.0.0.1", 0, Accounts.of("", "", users), false, Optional.empty(), true)
                        .note())
                .hasValueSatisfying(note -> assertThat(note).contains("--role admin"));
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void keepsNoPassword_andTheFileForItsOwner() throws Exception {
        Path file = folder.resolve("users");

        assertThat(Files.readString(file)).doesNotContain("looks only").contains("vera:viewer:pbkdf2$");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void readsAFileThatAnEditorGaveAByteOrderMark() throws Exception {
        Path file = folder.resolve("users");
        Files.writeString(file, "\uFEFF" + Files.readString(file));

        assertThat(signIn("adam", "may decide").statusCode()).isEqualTo(200);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void isAFault_whenOthersCanReadTheFile() throws Exception {
        Path file = folder.resolve("users");
        Permissions.set(file, "rw-r-----");
        UsersFile open = new UsersFile(file);

        assertThatThrownBy(() ->
                        new ConsoleSettings("127.0.0.1", 0, Accounts.of("", "", open), false, Optional.empty(), true))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void allowsAnAdminAllThatAViewerMay() throws Exception {
        String viewer = Files.readString(Path.of("src/main/resources/jolokia-access.xml"));
        String admin = Files.readString(Path.of("src/main/resources/jolokia-access-admin.xml"));

        assertThat(admin.lines().map(String::strip).toList())
                .containsAll(viewer.substring(viewer.indexOf("<restrict>"))
                        .lines()
                        .map(String::strip)
                        .toList());
    }

    private HttpResponse<String> signIn(String user, String password) throws Exception {
        String request = Json.text(Map.of("username", user, "password", password));
        return send(get("auth/login")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request)));
    }

    private String session(String user, String password) throws Exception {
        HttpResponse<String> answer = signIn(user, password);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    private JsonNode jolokia(String cookie, String request) throws Exception {
        return Json.MAPPER.readTree(send(get("jolokia")
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request)))
                .body());
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(console.url().resolve(path));
    }

    private HttpRequest.Builder basic(String path, String credentials) {
        return get(path)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
