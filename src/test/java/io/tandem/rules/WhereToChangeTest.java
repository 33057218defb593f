package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of what to change where, in the index of the documents, names nothing that is not there. */
class WhereToChangeTest {

    private static final Path INDEX = Path.of("src/docs/README.md");
    private static final String HEADING = "## What do you want to change?";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static String text(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    @Test
    void eachKeyStandsInTheReference_orIsAParameterOfTheRoutesOfSystems() throws IOException {
        String reference = text("src/docs/configuration.md");
        String routes = text("routes/systems.camel.yaml");
        List<String> keys = new ArrayList<>();
        text(INDEX.toString())
                .split(HEADING)[1]
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|")[2])
                .flatMap(cell -> CODE.matcher(cell).results())
                .map(MatchResult::group)
                .forEach(keys::add);
        assertThat(keys).hasSizeGreaterThan(20).allSatisfy(key -> {
            String name = key.replace("`", "");
            assertThat(name.startsWith("<system>.")
                            || reference.contains("| " + key + " |")
                            || routes.contains("name: " + name + "\n"))
                    .as(name)
                    .isTrue();
        });
    }
}
