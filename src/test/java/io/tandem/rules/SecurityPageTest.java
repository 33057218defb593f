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

/**
 * What the security page promises, a test proves: each row names one that is there, and so does each sentence outside the
 * tables, apart from those that promise nothing.
 */
class SecurityPageTest {

    private static final Pattern TABLE_OF_PROMISES =
            Pattern.compile("(?m)^\\| promise \\|.*\\R\\|[-|]+\\R((?:\\|.*\\R)+)");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)`");

    private static final Path PAGE = Path.of("src/docs/security.md");

    /** How sentences start that say what is assumed, why, what is left, or what a person does. A new one needs a test, or a line here. */
    private static final List<String> NO_PROMISE = List.of(
            "For those who let Tandem into their network",
            "**The machine and its administrator**",
            "**`routes/` and `config/`**",
            "Let nobody else write there.",
            "**The configured addresses**",
            "Nothing else about them is trusted",
            "**The store**: it holds snapshots",
            "Treat its file, or its database, as what it copies.",
            "There is no switch for it.",
            "A message may still hold a value",
            "Without TLS a browser sends",
            "`tandem.cdx.json` in the archives",
            "Of PatternFly, superstruct",
            "To look for known vulnerabilities",
            "What it finds goes into the table",
            "Without a scanner, one component",
            "What is older than its newest version",
            "Camel's faults that touch");

    @Test
    void eachSentenceOutsideTheTables_namesATest_orPromisesNothing() throws IOException {
        Set<String> tests = tests();
        List<String> sentences = sentences();
        assertThat(sentences).hasSizeGreaterThan(20);
        assertThat(sentences)
                .allSatisfy(sentence -> assertThat(NO_PROMISE.stream().anyMatch(sentence::startsWith)
                                || NAMED.matcher(sentence).results().anyMatch(hit -> tests.contains(hit.group(1))))
                        .as(sentence)
                        .isTrue());
        assertThat(NO_PROMISE).allSatisfy(start -> assertThat(sentences)
                .as("a sentence of the page that starts with: " + start)
                .anyMatch(sentence -> sentence.startsWith(start)));
    }

    /** Of the text outside tables and headings; an item of a list is a paragraph. */
    private static List<String> sentences() throws IOException {
        String prose = Files.readString(PAGE)
                .lines()
                .map(line -> line.matches("[|#].*") ? "" : line.replaceFirst("^- ", "\n"))
                .collect(Collectors.joining("\n"));
        return Stream.of(prose.split("\\n\\s*\\n"))
                .map(paragraph -> paragraph.strip().replaceAll("\\s+", " "))
                .flatMap(paragraph -> Stream.of(paragraph.split("(?<=\\.) (?=[A-Z`*])")))
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    @Test
    void eachPromiseNamesATestThatExists() throws IOException {
        List<String> promises = TABLE_OF_PROMISES
                .matcher(Files.readString(PAGE))
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
