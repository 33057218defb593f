package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The console behind the proxies that the archive has examples for, without their TLS: a certificate of sync.example.com can't be had.
 * Skipped for a proxy that this machine doesn't have.
 */
class ProxyTest {

    private static final String ORIGIN = "https://sync.example.com";

    @TempDir
    private Path folder;

    private Console console;
    private Process proxy;
    private int port;

    @BeforeEach
    void start() {
        console = Console.configure(
                new Main(),
                new ConsoleSettings(
                        "127.0.0.1",
                        0,
                        CheapHash.accounts("olga", "long enough", folder),
                        false,
                        PublicUrl.parse(ORIGIN),
                        true));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (proxy != null) {
            proxy.destroy();
            proxy.waitFor();
        }
        console.close();
    }

    @ParameterizedTest
    @CsvSource({"nginx,nginx.conf", "caddy,Caddyfile"})
    void signsInBehindIt_andLetsNobodyElseIn(String program, String example) throws Exception {
        start(program, example);
        String answer = login(ORIGIN);
        String cookie = answer.replaceAll("(?s).*Set-Cookie: ([^;\r]*).*", "$1");

        assertThat(answer).contains(" 200 ", "__Host-TandemSession=", "; Secure", "HttpOnly", "SameSite=Strict");
        assertThat(get("/hawtio/user", "Cookie: " + cookie)).contains(" 200 ", "olga");
        assertThat(get("/hawtio/user", "Cookie: " + cookie.replace("__Host-TandemSession", "TandemSession-1")))
                .contains(" 401 ");
        assertThat(login("http://sync.example.com")).contains(" 403 ");
        assertThat(login("https://evil.example")).contains(" 403 ");
        assertThat(get("/observe/health", "X: y")).contains(" 404 ");
        assertThat(get("/observe/metrics", "X: y")).contains(" 404 ");
        assertThat(get("/hawtio/", "X: y")).contains(" 200 ");
    }

    private String login(String origin) throws IOException {
        String body = "{\"username\":\"olga\",\"password\":\"long enough\"}";
        return Wire.send(
                port,
                "POST /hawtio/auth/login HTTP/1.1\r\nHost: sync.example.com\r\nOrigin: " + origin
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body);
    }

    private String get(String path, String header) throws IOException {
        return Wire.send(
                port,
                "GET " + path + " HTTP/1.1\r\nHost: sync.example.com\r\n" + header + "\r\nConnection: close\r\n\r\n");
    }

    private void start(String program, String example) throws IOException {
        Optional<Path> found = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin").stream()
                .map(dir -> Path.of(dir, program))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), program + " is not installed");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String text = Files.readString(Path.of("src/dist/container", example))
                .replace("127.0.0.1:8377", "127.0.0.1:" + console.url().getPort())
                .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
                .replaceAll("(?m)^ *ssl_certificate.*$", "")
                .replaceAll("(?m)^sync.example.com \\{", "http://sync.example.com:" + port + " {");
        Path file = folder.resolve(example);
        boolean nginx = program.equals("nginx");
        Files.writeString(
                file,
                nginx
                        ? "daemon off; master_process off; pid " + folder + "/pid; events {} http { access_log off;"
                                + temporary() + text + "}"
                        : "{\n admin off\n auto_https off\n}\n" + text);
        List<String> command = nginx
                ? List.of(found.get().toString(), "-e", "stderr", "-p", folder.toString(), "-c", file.toString())
                : List.of(found.get().toString(), "run", "--adapter", "caddyfile", "--config", file.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("HOME", folder.toString());
        proxy = builder.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(proxy.isAlive())
                    .as(Files.readString(folder.resolve("out")))
                    .isTrue();
            try (Socket open = new Socket("127.0.0.1", port)) {
                return open.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private String temporary() {
        StringBuilder lines = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            lines.append(kind)
                    .append("_temp_path ")
                    .append(folder)
                    .append('/')
                    .append(kind)
                    .append("; ");
        }
        return lines.toString();
    }
}
