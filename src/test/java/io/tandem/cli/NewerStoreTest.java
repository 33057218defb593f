package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.ExitCode;
import io.tandem.kit.Homes;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Shell;
import io.tandem.kit.TestDatabase;
import io.tandem.record.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A store that a newer version upgraded is refused by every command that would use it, with one sentence and exit code 2. */
class NewerStoreTest {

    private static final String FLOW = "zendesk-tickets--custompms-project";

    @TempDir
    Path folder;

    @ParameterizedTest
    @OnOneDatabase
    void isRefused_byEachCommand(TestDatabase kind) throws Exception {
        boolean file = kind == TestDatabase.H2;
        String url = file ? TestDatabase.closedFile(folder.resolve("tandem")) : kind.migratedUrl();
        String user = file ? "" : kind.user;
        Flyway.configure()
                .dataSource(url, user, "")
                .locations("db/migration", "db/newer")
                .load()
                .migrate();
        Map<String, String> settings = new TreeMap<>(Map.of("store.url", url));
        if (!file) {
            settings.put("store.user", user);
        }
        Path work = Files.createDirectories(folder.resolve("work"));
        Shell shell = new Shell(
                Homes.copy(folder.resolve("home"), List.of(FLOW)), work, Map.of("CONSOLE_PORT", "0"), settings);
        for (String command : List.of(
                "check",
                "check --connect",
                "run",
                "sync",
                "reconcile",
                "plan",
                "links",
                "links export",
                "waiting",
                "parked",
                "conflicts",
                "references list",
                "explain zendesk/users/1",
                "retry --all",
                "pause " + FLOW,
                "allow-deletes " + FLOW)) {
            Shell.Answer answer = shell.run((command + " --json").split(" "));
            assertThat(answer.code()).as(command + answer).isEqualTo(ExitCode.WRONG);
            JsonNode faults = Json.MAPPER.readTree(answer.out()).path("faults");
            assertThat(faults).as(command).hasSize(1);
            assertThat(faults.path(0).path("message").asText())
                    .contains("by a newer version of Tandem. Start that one");
            assertThat(answer.err()).doesNotContain("Exception");
        }
    }
}
