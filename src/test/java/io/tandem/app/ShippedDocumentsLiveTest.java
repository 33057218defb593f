package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.cli.CommandLines;
import io.tandem.cli.Session;
import io.tandem.kit.Homes;
import io.tandem.kit.Permissions;
import io.tandem.kit.TestDatabase;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All nine shipped flows pass {@code qa --live} against the simulated systems. */
class ShippedDocumentsLiveTest {

    @TempDir
    Path folder;

    @Test
    void qaLivePassesForEachShippedDocument() throws IOException {
        Path home = Homes.impatient(folder.resolve("home"));
        try (Sandbox sandbox = Sandbox.start(new SandboxOptions(60, 30, 30, false, null, Clock.systemUTC()))) {
            Map<String, String> settings = new TreeMap<>(sandbox.settings());
            settings.put("store.url", TestDatabase.H2.migratedUrl());
            Stream.of("exports", "requests", "users")
                    .forEach(budget -> settings.put("zendesk.budget." + budget, "none"));
            write(home.resolve("config/application.properties"), settings);
            try (Application app = Application.open(Configuration.load(new Home(home, Map.of(), false)))) {
                app.startRoutes();
                DemoReferences.importInto(app.engine().references(), app.configuration(), Clock.systemUTC());
                JsonNode documents = qaLive(app, home).path("documents");
                assertThat(documents).hasSize(3);
                List<JsonNode> lines = new ArrayList<>();
                documents.forEach(document -> document.path("lines").forEach(lines::add));
                assertThat(lines)
                        .filteredOn(line -> !line.path("verdict").asText().equals("extra"))
                        .isNotEmpty()
                        .allSatisfy(ShippedDocumentsLiveTest::isProven);
                assertThat(documents.toString())
                        .contains("which two candidates match, has no link", "whose key is empty, has no link")
                        .contains("organization_id := 7000000000002")
                        .contains("role := agent");
            }
        }
    }

    private static void isProven(JsonNode line) {
        assertThat(line.path("verdict").asText()).isEqualTo("fulfilled");
        assertThat(line.path("detail").asText()).contains("proven: ").doesNotContain("not proven: ");
    }

    private static void write(Path file, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(file, text);
        Permissions.set(file, "rw-------");
    }

    private static JsonNode qaLive(Application app, Path home) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("qa", "--live", "--json", "--home", home.toString()));
        List.of("zendesk", "salesforce", "powerofficego", "custompms")
                .forEach(system -> arguments.addAll(List.of("--on", system)));
        try (Stream<Path> documents = Files.list(Path.of("src/docs/flows/documents"))) {
            documents.map(Path::toAbsolutePath).map(Path::toString).sorted().forEach(arguments::add);
        }
        int code = CommandLines.execute(new Session(
                arguments,
                home,
                "kim",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Optional.of(app)));
        assertThat(code).as(out + " " + err).isZero();
        Matcher said = Pattern.compile("at most (\\d+) calls.*It made (\\d+) calls", Pattern.DOTALL)
                .matcher(err.toString(StandardCharsets.UTF_8));
        assertThat(said.find()).as(err.toString()).isTrue();
        long most = Long.parseLong(said.group(1));
        assertThat(Long.parseLong(said.group(2))).isBetween(most / 2, most);
        return Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
    }
}
