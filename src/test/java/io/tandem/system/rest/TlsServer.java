package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server with a certificate that it signed itself, for a host's name. */
public final class TlsServer implements AutoCloseable {

    public static final String PASSWORD = "changeit";

    /** Nobody guesses at this key: thousands of rounds of a hash, each time that it is read, take longer than the tests. */
    private static final List<String> QUICK = List.of(
            "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
            "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
            "-J-Dkeystore.pkcs12.macIterationCount=1",
            "-J-XX:+UseSerialGC",
            "-J-XX:TieredStopAtLevel=1");

    /** By name: keytool starts a Java of its own. */
    private static final Map<String, byte[]> STORES = new ConcurrentHashMap<>();

    private final Path folder;
    private final HttpsServer server;

    /** @param name of the host, as a certificate names it: {@code dns:shelf.example}, {@code ip:127.0.0.1} */
    public TlsServer(Path folder, String name, HttpHandler handler) throws Exception {
        this.folder = folder;
        Files.write(store(), STORES.computeIfAbsent(name, this::made));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(store())) {
            keys.load(stored, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", handler);
        server.start();
    }

    private byte[] made(String name) {
        try {
            keytool(
                    "-genkeypair",
                    "-alias",
                    "self",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=self",
                    "-ext",
                    "san=" + name,
                    "-storetype",
                    "PKCS12");
            byte[] store = Files.readAllBytes(store());
            Files.delete(store());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a key was made", e);
        }
    }

    /** Its certificate and key, as PKCS12. */
    public Path store() {
        return folder.resolve("self.p12");
    }

    /** Its certificate, as PEM. */
    public Path pem() throws Exception {
        KeyStore keys = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                folder.resolve("self.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + lines.encodeToString(keys.getCertificate("self").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD));
        command.addAll(QUICK);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
