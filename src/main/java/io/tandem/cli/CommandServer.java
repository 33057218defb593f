package io.tandem.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.record.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets commands reach the running application: loopback only, with a token from a file that only the owner can read. */
final class CommandServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Path file;
    private final byte[] authorization;
    private final Application app;

    private CommandServer(Application app, Path data) throws IOException {
        this.app = app;
        this.file = data.resolve(RunningApplication.FILE);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/command", this::handle);
        server.start();
        publish(Json.text(Map.of(
                "port", server.getAddress().getPort(),
                "token", token,
                "pid", ProcessHandle.current().pid())));
    }

    /** Written beside its place and renamed into it: nobody reads half a file, also after a power loss. */
    private void publish(String json) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(RunningApplication.FILE + ".new");
        Files.deleteIfExists(beside);
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static CommandServer start(Application app, Path data) {
        try {
            return new CommandServer(app, data);
        } catch (IOException e) {
            throw new UncheckedIOException("commands can't reach this application", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            if (!MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8))) {
                exchange.sendResponseHeaders(403, -1);
            } else if (exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody());
                exchange.sendResponseHeaders(200, 0);
                Frames.Writer frames = new Frames.Writer(exchange.getResponseBody());
                frames.end(execute(request, frames));
            }
        }
    }

    private int execute(JsonNode request, Frames.Writer frames) {
        List<String> arguments = new ArrayList<>();
        request.path("arguments").forEach(argument -> arguments.add(argument.asText()));
        return CommandLines.execute(new Session(
                arguments,
                Path.of(request.path("folder").asText()),
                request.path("who").asText(),
                frames.out(),
                frames.err(),
                Optional.of(app)));
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
