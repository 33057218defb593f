package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A rule that the code names by number stands on the page of the rules. */
class RuleNumbersTest {

    private static final Pattern HEADING = Pattern.compile("(?m)^## Rule (\\d+): ");
    private static final Pattern NAMED = Pattern.compile("\\(?\\brules? (\\d+)((, | and )\\d+)*\\b");

    @Test
    void everyRuleThatIsNamed_standsOnThePage() throws IOException {
        Set<String> known = new TreeSet<>();
        Matcher headings = HEADING.matcher(Files.readString(Path.of("src/docs/semantics.md")));
        while (headings.find()) {
            known.add(headings.group(1));
        }
        assertThat(known).hasSize(19);
        List<String> unknown = new ArrayList<>();
        int named = 0;
        for (Path file : texts()) {
            Matcher rules = NAMED.matcher(Files.readString(file));
            while (rules.find()) {
                named++;
                for (String number :
                        rules.group().replaceAll("[^0-9]+", " ").strip().split(" ")) {
                    if (!known.contains(number)) {
                        unknown.add(file + ": rule " + number);
                    }
                }
            }
        }
        assertThat(named).as("places that name a rule").isGreaterThan(50);
        assertThat(unknown).isEmpty();
    }

    private static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>();
        for (String folder :
                List.of("src/main/java", "src/sandbox/java", "src/test/java", "src/docs", "routes", "config")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(java|md|yaml)"))
                        .forEach(texts::add);
            }
        }
        return texts;
    }
}
