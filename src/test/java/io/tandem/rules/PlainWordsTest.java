package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many who read this write English as their second language: what is written uses the words that they know. */
class PlainWordsTest {

    private static final Pattern HARD_WORD = Pattern.compile(
            "\\b(mend(s|ed|ing)?|heed(s|ed|ing)?|anew|whoever|likewise|meanwhile|begun|told|dear|hence|whilst|thereby"
                    + "|whereby|amongst|albeit|lest|henceforth|forthwith|beforehand|notwithstanding|aforementioned"
                    + "|the former|the latter|(take|takes|taking|taken|took)( the deletes)? over|all the same|(stands?|stood) still"
                    + "|says otherwise|he|his|him)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final List<Path> PLACES = Stream.of(
                    "src/main", "src/sandbox", "src/docs", "src/dist", "routes", "config", ".github", "README.md")
            .map(Path::of)
            .toList();

    /** Migrations that stores have had are never edited: their checksum is stored too. */
    private static final Path APPLIED = Path.of("src/main/resources/db/migration");

    @Test
    void textsUsePlainWords() {
        assertThat(PLACES.stream().flatMap(PlainWordsTest::files).flatMap(PlainWordsTest::hardWords))
                .as("say fix or correct, follow, again, started, apply, wait, differ, that person")
                .isEmpty();
    }

    private static Stream<Path> files(Path place) {
        try (Stream<Path> found = Files.walk(place)) {
            return found
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(APPLIED))
                    .filter(file ->
                            file.toString().matches(".*\\.(java|md|yaml|properties|js|css|html|service|env|txt)"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> hardWords(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size())
                    .filter(i -> HARD_WORD.matcher(withNext(lines, i)).find())
                    .mapToObj(i -> file + ":" + (i + 1) + ": " + lines.get(i).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line with the one after it, without the sign of a comment: some of the words are two. */
    private static String withNext(List<String> lines, int line) {
        String next = line + 1 < lines.size() ? lines.get(line + 1).strip() : "";
        return lines.get(line) + " " + next.replaceFirst("^(\\*|//|#)\\s*", "");
    }
}
