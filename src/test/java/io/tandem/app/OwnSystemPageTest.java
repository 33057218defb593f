package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.kit.Homes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows {@code own-system.md} has a configuration without faults. */
class OwnSystemPageTest {

    private static final String FLOW = "shelf-book--custompms-project";

    @TempDir
    Path home;

    @BeforeEach
    void copy() throws IOException {
        Homes.copy(home);
    }

    private List<Fault> faults() {
        return Configuration.load(new Home(home, Map.of(), true)).faults();
    }

    @Test
    void checkAcceptsEachFileOfThePage() throws IOException {
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/own-system.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        Files.writeString(home.resolve("config/systems/shelf.yaml"), blocks.get(0));
        Files.writeString(home.resolve("routes/systems.camel.yaml"), blocks.get(1), StandardOpenOption.APPEND);
        Files.writeString(home.resolve("config/flows/" + FLOW + ".yaml"), blocks.get(2));
        assertThat(faults())
                .extracting(Fault::message)
                .hasSize(2)
                .allMatch(fault -> fault.contains("has no route " + FLOW));

        String model = "zendesk-organizations--custompms-customer";
        Files.writeString(
                home.resolve("routes/" + FLOW + ".camel.yaml"),
                Files.readString(home.resolve("routes/" + model + ".camel.yaml"))
                        .replace(model, FLOW));
        assertThat(faults()).isEmpty();
    }
}
