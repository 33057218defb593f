package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in {@code src/docs/flows} are what {@code tandem doc} makes of the shipped configuration. */
class FlowPagesTest {

    private static final Path PAGES = Path.of("src/docs/flows");

    @TempDir
    Path folder;

    @Test
    void arePages_madeOfTheConfigurationAsItIs() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(PAGES.relativize(file).toString());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        List<String> command =
                List.of("doc", "--examples", "--format", "markdown", "--json", "--out", folder.toString());
        assertThat(CommandLines.execute(new Session(
                        command,
                        Path.of("").toAbsolutePath(),
                        "kim",
                        new PrintStream(out, true, UTF_8),
                        quiet,
                        Optional.empty())))
                .isZero();
        JsonNode answer = Json.MAPPER.readTree(out.toString(UTF_8));
        assertThat(answer.path("written"))
                .as("make them again: tandem doc --examples --format markdown --out src/docs/flows")
                .isEmpty();
        assertThat(answer.path("removed")).isEmpty();
    }
}
