package io.tandem.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.http.Exchange;
import io.tandem.http.HttpPort;
import io.tandem.http.Lane;
import io.tandem.http.Limits;
import io.tandem.http.Site;
import io.tandem.record.Json;
import java.io.IOException;
import java.io.OutputStream;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Lets commands reach the running application: loopback only, with a token from a file that only the owner can read. */
public final class CommandServer implements Site, AutoCloseable {

    /** A command may run for hours, and its reader may be a person who pages through its output. */
    private static final Limits LIMITS = new Limits(
            50, 1 << 20, Duration.ofSeconds(15), Duration.ofSeconds(75), Duration.ofDays(30), Duration.ofDays(30));

    static final int MOST_COMMANDS = 16;

    private final HttpPort port;
    private final Lane probes = new Lane("command-probe", 1, 20);
    private final Lane commands = new Lane("command", MOST_COMMANDS, 0);
    private final Path file;
    private final byte[] authorization;
    private final ToIntFunction<Request> runner;

    private CommandServer(Path data, ToIntFunction<Request> runner) throws IOException {
        this.runner = runner;
        this.file = data.resolve(RunningApplication.FILE);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
        this.port = HttpPort.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), LIMITS, this);
        publish(Json.text(Map.of(
                "port", port.number(),
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

    /** @param runner runs a command line and gives its exit code; called in several threads at once */
    public static CommandServer start(Path data, ToIntFunction<Request> runner) {
        try {
            return new CommandServer(data, runner);
        } catch (IOException e) {
            throw new UncheckedIOException("commands can't reach this application", e);
        }
    }

    /** Nothing of a request without the token is read. */
    @Override
    public Optional<Lane> admit(Exchange exchange) {
        byte[] given = exchange.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!exchange.path().equals("/command") || !MessageDigest.isEqual(authorization, given)) {
            exchange.empty(403);
            return Optional.empty();
        }
        return Optional.of(exchange.method().equals("GET") ? probes : commands);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        if (exchange.method().equals("GET")) {
            exchange.empty(200);
        } else {
            JsonNode request = Json.MAPPER.readTree(exchange.body());
            try (OutputStream out = exchange.begin()) {
                Frames.Writer frames = new Frames.Writer(out);
                frames.end(execute(request, frames));
            }
        }
    }

    private int execute(JsonNode request, Frames.Writer frames) {
        List<String> arguments = new ArrayList<>();
        request.path("arguments").forEach(argument -> arguments.add(argument.asText()));
        return runner.applyAsInt(new Request(
                arguments,
                Path.of(request.path("folder").asText()),
                request.path("who").asText(),
                frames.out(),
                frames.err()));
    }

    @Override
    public void close() {
        port.close();
        probes.close();
        commands.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
