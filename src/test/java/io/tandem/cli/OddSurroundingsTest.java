package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Homes;
import io.tandem.kit.Processes;
import io.tandem.kit.Shell;
import io.tandem.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real process in folders and on stores that are not as expected; {@code MessagesTest} has more of them, as rows of a table. */
class OddSurroundingsTest {

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void copyTheShippedConfiguration() throws IOException {
        home = folder.resolve("50%2F+a,b {{x}}");
        Homes.copy(home);
    }

    private Processes processes(Map<String, String> environment) {
        return new Processes(home, folder, environment, List.of());
    }

    @Tag("thorough")
    @Test
    void startsItsRoutes_whateverCharactersTheHomeFolderHas() throws Exception {
        Processes tandem = processes(Map.of("LC_ALL", "C"));
        int code = tandem.run(
                "sync",
                "sync",
                "zendesk-tickets--custompms-project",
                "--json",
                "--set=sandbox.users=3",
                "--set=sandbox.tickets=3",
                "--set=sandbox.comments=3");
        assertThat(code).as(tandem.said("sync")).isLessThan(2);
        JsonNode report = Json.MAPPER.readTree(tandem.out("sync").toFile());
        assertThat(report.path("flows")).hasSize(1);
    }

    /** An address without a value is one that is not set, as {@code check} says. */
    @Test
    void startsItsRoutes_whenAVariableWithAnAddressIsEmpty() throws Exception {
        Processes tandem = processes(
                Map.of("ZENDESK_URL", "http://127.0.0.1:1", "ZENDESK_OAUTH_TOKEN", "demo", "CUSTOMPMS_URL", ""));
        int code = tandem.run("check", "check", "--connect");
        assertThat(tandem.said("check"))
                .contains("custompms.url is not set", "zendesk can't be reached")
                .doesNotContain("can't start");
        assertThat(code).isEqualTo(3);
    }

    @Tag("thorough")
    @Test
    void saysInOneSentenceAndOneDocument_thatTheStoreCannotBeReached() throws Exception {
        Shell.Answer links = new Shell(
                        home, folder, Map.of("STORE_URL", "jdbc:postgresql://127.0.0.1:1/tandem"), Map.of())
                .run("links", "--json");
        assertThat(links.code()).isEqualTo(3);
        JsonNode said = Json.MAPPER.readTree(links.out());
        assertThat(said.path("faults")).hasSize(1);
        assertThat(said.path("faults").path(0).path("message").asText())
                .isEqualTo("the store at jdbc:postgresql://127.0.0.1:1/tandem: it can't be reached. Is the server"
                        + " running, and is the address right?");
        assertThat(links.out() + links.err()).doesNotContain("\tat ");
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void theLauncherFindsItsJar_withCdpathSet() throws Exception {
        Path program = folder.resolve("program");
        Files.createDirectories(program.resolve("bin"));
        Files.copy(Path.of("src/dist/bin/tandem"), program.resolve("bin/tandem"));
        Process launcher = new ProcessBuilder(
                        "sh", "-c", "cd '" + program + "' && CDPATH=.:/tmp sh bin/tandem --version")
                .redirectErrorStream(true)
                .start();
        String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("Unable to access jarfile " + program.toRealPath() + "/tandem.jar");
    }
}
