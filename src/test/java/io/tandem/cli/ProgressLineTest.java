package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A terminal of 40 columns shows one line of progress, not two for each step; one without codes shows none. */
class ProgressLineTest {

    @Test
    void isCutAtTheEdge_andLeavesTheCursorAtItsBeginning() {
        assertThat(ProgressLine.writtenOver("25473 records looked at, 849/s, 9211 written"))
                .startsWith("\u001b[?7l25473")
                .endsWith("written\u001b[K\u001b[?7h\r")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"dumb, true", "xterm-256color, false", ", false"})
    void aTerminalWithoutCodesGetsNone(String term, boolean dumb) {
        Map<String, String> environment = term == null ? Map.of() : Map.of("TERM", term);
        assertThat(ProgressLine.isDumb(new Surroundings(Path.of(""), environment, Map.of())))
                .isEqualTo(dumb);
    }
}
