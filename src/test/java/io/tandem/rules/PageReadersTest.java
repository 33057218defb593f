package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader sees in the first line of a page whether it is the right one. */
class PageReadersTest {

    private static final String INDEX = "README.md";

    @Test
    void eachPageSaysForWhomItIs_andStandsInTheIndex() throws IOException {
        String index = Files.readString(Path.of("src/docs", INDEX));
        assertThat(Pages.ofDocs()).hasSizeGreaterThan(10).allSatisfy(page -> {
            String name = page.getFileName().toString();
            assertThat(name.equals(INDEX) || index.contains("](" + name + ")"))
                    .as("in the index: " + name)
                    .isTrue();
            List<String> lines = Files.readAllLines(page);
            assertThat(lines.get(2)).as("first line of " + name).startsWith("For ");
        });
    }
}
