package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an import of links says of itself. */
class LinksCommandTest {

    private final LinksCommand.Import command = new LinksCommand.Import(
            new Session(List.of(), Path.of(""), "anna", System.out, System.err, Optional.empty()));

    @Test
    void aDryRunChangesNothing_andSaysSo() {
        command.dryRun = true;
        assertThat(command.asJson(3)).isEqualTo(Map.of("changed", 0, "new", 3));
        assertThat(command.said(1)).isEqualTo("New here: 1 link; nothing was imported.");
    }

    @Test
    void anImportSaysWhatItChanged() {
        assertThat(command.asJson(3)).isEqualTo(Map.of("changed", 3));
        assertThat(command.said(3)).startsWith("3 links imported.");
        assertThat(command.said(1)).startsWith("1 link imported.");
    }
}
