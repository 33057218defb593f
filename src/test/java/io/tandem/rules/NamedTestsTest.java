package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that names a test as its proof names one that is there, under the name that it has. */
class NamedTestsTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z][a-z]\\w*(?:Test|IT))(?:[.#](\\w+))?`");

    @Test
    void pagesNameOnlyTestsThatExist() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path page : pages()) {
            Matcher names = NAMED.matcher(Files.readString(page));
            while (names.find()) {
                named++;
                String text = tests.get(names.group(1));
                String method = names.group(2);
                if (text == null || (method != null && !text.contains("void " + method + "("))) {
                    missing.add(page + ": " + names.group());
                }
            }
        }
        assertThat(named).as("tests that pages name").isGreaterThan(80);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyKnownFaultOfCamelNamesATest() throws IOException {
        List<String> faults = Files.readString(Path.of("src/docs/camel-versions.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
                .toList();
        assertThat(faults).hasSizeGreaterThan(12).allSatisfy(fault -> assertThat(fault)
                .matches(".*`[A-Z]\\w*(Test|IT)(\\.\\w+)?`[^|]*\\|"));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    /** Texts by class name. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return tests;
    }
}
