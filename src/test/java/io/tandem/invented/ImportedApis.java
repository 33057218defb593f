package io.tandem.invented;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.Home;
import io.tandem.kit.Homes;
import io.tandem.kit.Permissions;
import io.tandem.kit.Shell;
import io.tandem.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A site that imported documents and filled in the stubs for the APIs of invented servers. */
abstract class ImportedApis {

    @TempDir
    Path folder;

    final Map<String, String> overrides = new TreeMap<>();
    Path home;
    Application app;

    /** @param documents and {@code systems}: without the endings of their files */
    void importAndFillIn(List<String> documents, List<String> systems) throws IOException {
        home = Homes.impatient(folder.resolve("home"));
        List<String> arguments = new ArrayList<>(List.of("import"));
        for (String document : documents) {
            Files.copy(resource(document + ".rst"), folder.resolve(document + ".rst"));
            arguments.add(document + ".rst");
        }
        Shell.Answer imported = run(arguments.toArray(String[]::new));
        assertThat(imported.code()).as(imported.toString()).isZero();
        for (String system : systems) {
            Path file = home.resolve("config/systems/" + system + ".yaml");
            assertThat(Files.readString(file)).contains("stub: true");
            Files.copy(resource(system + ".yaml"), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/invented", name);
    }

    void settings(Map<String, String> settings) throws IOException {
        Path file = home.resolve("config/application.properties");
        StringBuilder text = new StringBuilder(Files.readString(file)).append('\n');
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(file, text);
        Permissions.set(file, "rw-------");
    }

    void start() {
        app = Application.open(
                Configuration.load(new Home(home, overrides, false)).orThrow());
        app.startRoutes();
    }

    @AfterEach
    void ends() {
        if (app != null) {
            app.close();
        }
    }

    Shell.Answer run(String... arguments) {
        return Shell.typed(home, folder, "kim", Optional.ofNullable(app), arguments);
    }

    /** Syncs some flows; what is said of one of them. */
    JsonNode sync(String flow, String... flows) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("sync", "--json"));
        arguments.addAll(List.of(flows));
        Shell.Answer answer = run(arguments.toArray(String[]::new));
        assertThat(answer.err()).doesNotContain("parked");
        for (JsonNode one : Json.MAPPER.readTree(answer.out()).path("flows")) {
            if (one.path("flow").asText().equals(flow)) {
                return one;
            }
        }
        throw new IllegalStateException("no " + flow + " in " + answer);
    }

    /** What {@code qa --live --json} said: each line is proven, and nothing is left behind. */
    static void assertProven(Shell.Answer answer) throws IOException {
        assertThat(answer.code()).as(answer.toString()).isZero();
        for (JsonNode line : Json.MAPPER.readTree(answer.out()).findValue("lines")) {
            assertThat(line.path("detail").asText())
                    .as(line.toString())
                    .contains("proven: ")
                    .doesNotContain("not proven: ");
        }
        assertThat(answer.err()).doesNotContain("Left behind");
    }

    /** What {@code check --connect} said. */
    static void assertFindsAll(Shell.Answer check) {
        assertThat(check.out()).as(check.toString()).doesNotContain("no row of its list shows", "does not find");
    }
}
