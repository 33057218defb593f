package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an operator looks up is there. */
class OperationsPageTest {

    @Test
    void saysWhatToDo_forEachAlertOfTheRules() throws IOException {
        List<String> alerts = found("(?m)^ *- alert: (\\w+)", "src/dist/observe/prometheus-alerts.yaml");
        assertThat(alerts).isNotEmpty();
        assertThat(found("(?m)^### (\\w+)$", "src/docs/operations.md")).containsExactlyElementsOf(alerts);
    }

    @Test
    void hasASection_forEachCommand() throws IOException {
        List<String> commands =
                found("(\\w+)Command\\.class", "src/main/java/io/tandem/cli/TandemCommand.java").stream()
                        .map(name -> name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT))
                        .toList();
        assertThat(commands).isNotEmpty();
        assertThat(found("(?m)^## ([a-z-]+)$", "src/docs/commands.md")).containsExactlyInAnyOrderElementsOf(commands);
    }

    private static List<String> found(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult hit) -> hit.group(1))
                .toList();
    }
}
