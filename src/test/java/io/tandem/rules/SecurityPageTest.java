package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the security page promises, a test proves: each row names one that is there. */
class SecurityPageTest {

    private static final Pattern TABLE_OF_PROMISES =
            Pattern.compile("(?m)^\\| promise \\|.*\\R\\|[-|]+\\R((?:\\|.*\\R)+)");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)`");

    @Test
    void eachPromiseNamesATestThatExists() throws IOException {
        List<String> promises = TABLE_OF_PROMISES
                .matcher(Files.readString(Path.of("src/docs/security.md")))
                .results()
                .flatMap(table -> table.group(1).lines())
                .toList();
        assertThat(promises).hasSizeGreaterThan(30);
        Set<String> tests = tests();
        assertThat(promises)
                .allSatisfy(promise ->
                        assertThat(namedLast(promise)).as(promise).isNotEmpty().allMatch(tests::contains));
    }

    private static List<String> namedLast(String row) {
        String cell = row.substring(row.lastIndexOf('|', row.length() - 2));
        return NAMED.matcher(cell)
                .results()
                .map((MatchResult hit) -> hit.group(1))
                .toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+(Test|IT)\\.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
