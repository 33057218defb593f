package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.config.Fault;
import io.tandem.config.YamlNode;
import io.tandem.kit.Homes;
import io.tandem.kit.Permissions;
import io.tandem.kit.Processes;
import io.tandem.kit.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What Tandem says when something outside of it is wrong: a table of situation to exit code and sentence, in
 * {@code src/test/resources/messages.yaml}, where the columns are explained. A new row is a new test. Each sentence stands
 * in one JSON document; no stack trace, no class name of ours and no secret is shown.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(240)
class MessagesTest {

    private static final Path TABLE = Path.of("src/test/resources/messages.yaml");

    /** The value of every secret in the table. */
    private static final String SECRET = "opensesame";

    private static final String DEEP = "DEEP";

    private record Row(String subject, JsonNode row) {

        String text(String column) {
            return row.path(column).asText("");
        }

        Map<String, String> map(String column) {
            Map<String, String> map = new TreeMap<>();
            row.path(column)
                    .fields()
                    .forEachRemaining(
                            field -> map.put(field.getKey(), field.getValue().asText()));
            return map;
        }

        List<String> list(String column) {
            List<String> list = new ArrayList<>();
            row.path(column).forEach(value -> list.add(value.asText()));
            return list;
        }

        @Override
        public String toString() {
            return subject + ": " + (row.has("what") ? text("what") : text("held_by"));
        }
    }

    @TempDir
    private Path folder;

    private Path home;
    private Path work;
    private HttpServer server;

    static Stream<Row> situations() {
        return rows().filter(row -> !row.row().has("held_by"));
    }

    /** Two of each subject. */
    static Stream<Row> someSituations() {
        return situations()
                .collect(Collectors.groupingBy(Row::subject, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(subject -> subject.stream().limit(2));
    }

    static Stream<Row> otherSituations() {
        List<Row> some = someSituations().toList();
        return situations().filter(row -> !some.contains(row));
    }

    static Stream<Row> references() {
        return rows().filter(row -> row.row().has("held_by"));
    }

    private static Stream<Row> rows() {
        List<Fault> faults = new ArrayList<>();
        YamlNode table = YamlNode.read(TABLE, TABLE.toString(), faults).orElseThrow();
        assertThat(faults).isEmpty();
        List<Row> rows = new ArrayList<>();
        table.json().fields().forEachRemaining(subject -> subject.getValue()
                .forEach(row -> rows.add(new Row(subject.getKey(), row))));
        return rows.stream();
    }

    @BeforeEach
    void serve() throws IOException {
        home = folder.resolve("home 50%2F+a,b");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void shut() {
        server.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("someSituations")
    void saysWhatHappened_andWhatToDo(Row row) throws Exception {
        says(row, true);
    }

    @Tag("thorough")
    @ParameterizedTest(name = "{0}")
    @MethodSource("otherSituations")
    void saysWhatHappened_inEachOtherSituation(Row row) throws Exception {
        says(row, true);
    }

    @Tag("thorough")
    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void saysTheSame_inPlainText(Row row) throws Exception {
        says(row, false);
    }

    private void says(Row row, boolean json) throws Exception {
        Homes.impatient(home);
        answer(row);
        prepare(row, folder);
        for (JsonNode step : row.row().has("steps") ? row.row().path("steps") : List.of(row.row())) {
            run(row, new Row(row.subject(), step), json);
        }
        assertThat(row.row().has("not_made") && Files.exists(work.resolve(row.text("not_made"))))
                .as("made")
                .isFalse();
    }

    /** Where a table or a test of its own goes through a subject, that is what holds it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("references")
    void isHeldByATestThatExists(Row row) throws Exception {
        String[] name = row.text("held_by").split("#");
        assertThat(Arrays.stream(Class.forName("io.tandem." + name[0]).getDeclaredMethods())
                        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                        .map(Method::getName))
                .contains(name[1]);
    }

    private void prepare(Row row, Path fresh) throws IOException {
        work = Files.createDirectories(fresh.resolve(row.row().path("work").asText("work")));
        row.map("files").forEach((name, text) -> write(work.resolve(name), text));
        row.map("home").forEach((name, text) -> write(home.resolve(name), text));
        row.map("bytes").forEach((name, bytes) -> write(work.resolve(name), bytes(bytes)));
        row.map("home_bytes").forEach((name, bytes) -> write(home.resolve(name), bytes(bytes)));
    }

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.ofDelimiter(" ").parseHex(hexadecimal);
    }

    private void answer(Row row) {
        row.row()
                .path("answers")
                .fields()
                .forEachRemaining(answer ->
                        server.createContext(answer.getKey(), exchange -> answer(exchange, answer.getValue())));
    }

    private void write(Path file, String text) {
        write(
                file,
                filled(text.replace(DEEP, "[".repeat(100_000)).replace("DOCUMENT", document()))
                        .getBytes(UTF_8));
    }

    private static void write(Path file, byte[] text) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.write(file, text);
            Permissions.set(file, "rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String document() {
        try {
            return Files.readString(Path.of("src/docs/teapot-letterbox.rst"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, JsonNode answer) throws IOException {
        try (exchange) {
            answer.path("headers").fields().forEachRemaining(header -> exchange.getResponseHeaders()
                    .set(header.getKey(), header.getValue().asText()));
            JsonNode body = answer.path("body");
            byte[] text = (body.isTextual() ? body.asText() : body.toString()).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", body.isTextual() ? "text/html" : "application/json");
            exchange.sendResponseHeaders(answer.path("status").asInt(), text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** What only a run knows: the folders, the address of the test's own server, a port where nobody listens. */
    private String filled(String text) {
        return text.replace(
                        "{server}", "http://127.0.0.1:" + server.getAddress().getPort())
                .replace("{work}", work.toString())
                .replace("{home}", home.toString())
                .replace("{nobody}", "http://127.0.0.1:1");
    }

    private void run(Row row, Row step, boolean json) throws Exception {
        Map<String, String> environment = row.map("environment");
        environment.putAll(step.map("environment"));
        environment.replaceAll((name, value) -> filled(value));
        List<String> arguments = new ArrayList<>(step.list("run"));
        arguments.replaceAll(this::filled);
        if (json) {
            arguments.add("--json");
        }
        String[] line = arguments.toArray(String[]::new);
        if (row.row().has("process")) {
            Processes tandem = new Processes(home, work, environment, List.of());
            int code = tandem.run("said", line);
            check(step, code, utf8(tandem.out("said")), utf8(tandem.err("said")));
        } else {
            Shell.Answer said = new Shell(home, work, environment, row.map("properties")).run(line);
            check(step, said.code(), json ? said.out() : "", json ? said.err() : said.out() + said.err());
        }
    }

    /** @throws java.nio.charset.CharacterCodingException if it is something else */
    private static String utf8(Path file) throws IOException {
        return UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
    }

    /** @param document of {@code --json}, or "" where it was not asked for; then all is in the text */
    private void check(Row step, int code, String document, String text) throws IOException {
        String all = document + text;
        assertThat(code).as(all).isEqualTo(step.row().path("code").asInt());
        assertThat(all)
                .doesNotContain(SECRET, "\tat ", "Caused by", "Exception", "StackOverflow", "io.tandem.", "java.lang.");
        String shown = text;
        if (!document.isEmpty()) {
            JsonNode read = new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(document);
            List<String> said = new ArrayList<>();
            read.path("faults").forEach(fault -> said.add(sentence(fault)));
            read.path("documents").forEach(one -> one.path("problems").forEach(problem -> said.add(place(problem))));
            read.path("notes").forEach(note -> said.add(note.asText()));
            shown = step.row().has("in_log") ? text : String.join("\n", said);
        }
        for (String says : step.list("says")) {
            assertThat(shown.lines().filter(line -> line.contains(filled(says))))
                    .as("one sentence with \"%s\" in: %s", says, shown)
                    .hasSize(1);
        }
    }

    private static String place(JsonNode problem) {
        return problem.path("line").asInt() + ":" + problem.path("column").asInt() + ": "
                + problem.path("message").asText();
    }

    private static String sentence(JsonNode fault) {
        return new Fault(
                        fault.path("file").asText(),
                        fault.path("line").asInt(),
                        fault.path("message").asText())
                .toString();
    }
}
