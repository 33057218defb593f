package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Processes;
import io.tandem.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real process in folders, locales and on stores that are not as expected. */
@DisabledOnOs(OS.WINDOWS)
class OddSurroundingsTest {

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void copyTheShippedConfiguration() throws IOException {
        home = folder.resolve("50%2F+a,b {{x}}");
        for (String name : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(name))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path copy = home.resolve(file.toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
        }
    }

    private Processes processes(Map<String, String> environment) {
        return new Processes(home, folder, environment, List.of());
    }

    @Test
    void startsItsRoutes_whateverCharactersTheHomeFolderHas_andSpeaksUtf8InEveryLocale() throws Exception {
        Processes tandem = processes(Map.of("LC_ALL", "C"));
        int code = tandem.run(
                "sync",
                "sync",
                "--json",
                "--set=sandbox.users=3",
                "--set=sandbox.tickets=3",
                "--set=sandbox.comments=3");
        assertThat(code).as(tandem.said("sync")).isLessThan(2);
        JsonNode report = Json.MAPPER.readTree(tandem.out("sync").toFile());
        assertThat(report.path("flows")).hasSize(9);

        tandem.run("unknown", "sync", "tøm", "--json");
        byte[] out = Files.readAllBytes(tandem.out("unknown"));
        assertThat(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(java.nio.ByteBuffer.wrap(out))
                        .toString())
                .contains("unknown flow t");
    }

    @Test
    void saysInOneSentenceAndOneDocument_thatTheStoreCannotBeReached() throws Exception {
        Processes tandem = processes(Map.of("STORE_URL", "jdbc:postgresql://127.0.0.1:1/tandem"));
        assertThat(tandem.run("links", "links", "--json")).isEqualTo(3);
        JsonNode said = Json.MAPPER.readTree(tandem.out("links").toFile());
        assertThat(said.path("faults")).hasSize(1);
        assertThat(said.path("faults").path(0).path("message").asText())
                .isEqualTo("the store at jdbc:postgresql://127.0.0.1:1/tandem: it can't be reached. Is the server"
                        + " running, and is the address right?");
        assertThat(tandem.said("links")).doesNotContain("\tat ");
        assertThat(tandem.run("check", "check")).isEqualTo(3);
    }

    @Test
    void refusesAFolderWhoseNameTheLocaleCannotRead() throws Exception {
        Path work = Files.createDirectory(folder.resolve("blå"));
        Processes tandem = new Processes(home, work, Map.of("LC_ALL", "C"), List.of());
        assertThat(tandem.run("links", "links")).isEqualTo(2);
        assertThat(tandem.said("links")).contains("Set LC_ALL=C.UTF-8");
        assertThat(work.resolve("data")).doesNotExist();
    }

    @Test
    void namesTheVariableOfAFaultyValue_once() throws Exception {
        Processes tandem = processes(Map.of("CONSOLE_PORT", "tcp://10.0.0.11:80"));
        assertThat(tandem.run("check", "check")).isEqualTo(2);
        assertThat(tandem.said("check").lines().filter(line -> line.contains("tcp://")))
                .singleElement()
                .asString()
                .startsWith("CONSOLE_PORT: ")
                .contains("enableServiceLinks: false");
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
