package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The launchers of Unix and Windows, read as texts: neither knows what the other does not. */
class LaunchersTest {

    /** Kept classes, and what is given only with them, are the Unix launcher's alone: it knows how to find out who may write to them. */
    private static final Pattern OPTION = Pattern.compile(
            "-X(?!X:SharedArchiveFile|X:\\+UnlockDiagnosticVMOptions|X:ArchiveRelocationMode|X:C1MaxInlineSize)[\\w:+.=-]+");

    private static Set<String> options(String launcher) throws IOException {
        return OPTION.matcher(Files.readString(Path.of("src/dist/bin", launcher)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void bothGiveJavaTheSameOptions() throws IOException {
        assertThat(options("tandem.cmd")).isNotEmpty().isEqualTo(options("tandem"));
    }

    @Test
    void bothSayWhatToDo_whereThereIsNoJava() throws IOException {
        String words = "no Java found. Install Java 17 or later, or set JAVA_HOME.";
        for (String launcher : Set.of("tandem", "tandem.cmd")) {
            assertThat(Files.readString(Path.of("src/dist/bin", launcher))).contains(words);
        }
    }

    /** cmd jumps to labels by counting bytes, and misses some in a file with bare line feeds. */
    @Test
    void theOneOfWindowsHasLinesOfWindows() throws IOException {
        assertThat(Files.readString(Path.of("src/dist/bin/tandem.cmd"))).doesNotContainPattern("(?<!\r)\n");
    }
}
