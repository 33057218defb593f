package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.YamlNode;
import io.tandem.document.imports.RouteText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.yaml.LwModelToYAMLDumper;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped route file has the form that Kaoto writes, and flows mean the same after Camel wrote them back.
 *
 * <p>Camel's writer leaves descriptions out, knows no route configurations, and fails on how systems are called.
 */
class CanonicalRoutesTest {

    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "method", "header", "jsonpath", "jq");

    private static final List<String> FIRST = List.of("id", "description", "uri", "parameters", "steps");
    private static final int WIDTH = 80;
    private static final Pattern TEXT = Pattern.compile("( *(?:- )?)[\\w-]+: ([^\"#].*)");

    /** Without where a definition was read from, and where it hangs. */
    private static final RecursiveComparisonConfiguration MEANING = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsMatchingRegexes(
                    "(.*\\.)?(parent|camelContext|lineNumber|location|resource|inlined|index|description)")
            .withStrictTypeChecking(true)
            .build();

    static Stream<Path> files() throws IOException {
        return RouteFilesTest.files();
    }

    static Stream<Path> flows() throws IOException {
        return files().filter(file -> file.toString().contains("--"));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void meansTheSame_whenCamelHasWrittenItBack(Path file) throws Exception {
        String text = Files.readString(file);
        List<NamedNode> read = model(text);
        StringBuilder written = new StringBuilder();
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.build();
            for (NamedNode node : read) {
                written.append(new LwModelToYAMLDumper().dumpModelAsYaml(camel, node))
                        .append('\n');
            }
        }
        assertThat(model(written.toString()))
                .as(written.toString())
                .usingRecursiveComparison(MEANING)
                .isEqualTo(read);
    }

    private static List<NamedNode> model(String yaml) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.build();
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.camel.yaml", yaml));
            Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
            assertThat(model.getRouteDefinitions()).hasSize(2);
            return List.copyOf(model.getRouteDefinitions());
        }
    }

    /** An engineer can't tell a shipped flow's routes from those that import writes. */
    @ParameterizedTest
    @MethodSource("flows")
    void isWhatImportWrites(Path file) throws IOException {
        String text = Files.readString(file);
        String id = file.getFileName().toString().replace(".camel.yaml", "");
        Matcher names = Pattern.compile("# (.+) <-> (.+)\\. Rows and policies.*")
                .matcher(text.lines().findFirst().orElseThrow());
        Matcher group = Pattern.compile("    group: (.+)").matcher(text);
        assertThat(names.matches() && group.find()).isTrue();
        assertThat(text).isEqualTo(RouteText.flow(id, group.group(1), names.group(1), names.group(2)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void hasTheFormThatKaotoWrites(Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        walk(
                "",
                YamlNode.read(file, file.toString(), new ArrayList<>())
                        .orElseThrow()
                        .json(),
                faults);
        assertThat(faults).isEmpty();
    }

    /** Opening and saving a file in Kaoto changes no byte of it: keys in its order, texts folded as it folds them. */
    @ParameterizedTest
    @MethodSource("files")
    void hasKeysInKaotosOrder_andTextsFoldedAtItsWidth(Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        inOrder(
                "",
                YamlNode.read(file, file.toString(), new ArrayList<>())
                        .orElseThrow()
                        .json(),
                faults);
        for (String line : Files.readAllLines(file)) {
            Matcher text = TEXT.matcher(line);
            boolean fits = !text.matches()
                    || !text.group(2).contains(" ")
                    || text.group(2).length() < WIDTH - text.group(1).length()
                    || line.strip().replaceFirst("^- ", "").length() <= WIDTH;
            if (!fits) {
                faults.add("Kaoto folds this line: " + line);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static void inOrder(String path, JsonNode node, List<String> faults) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        List<String> sorted = keys.stream()
                .sorted(Comparator.comparing((String key) -> FIRST.contains(key) ? FIRST.indexOf(key) : FIRST.size())
                        .thenComparing(String.CASE_INSENSITIVE_ORDER))
                .toList();
        if (!keys.equals(sorted)) {
            faults.add(path + ": " + keys + ", wanted " + sorted);
        }
        node.properties().forEach(entry -> inOrder(path + "/" + entry.getKey(), entry.getValue(), faults));
        if (node.isArray()) {
            node.forEach(item -> inOrder(path + "/*", item, faults));
        }
    }

    private static void walk(String path, JsonNode node, List<String> faults) {
        node.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            String where = path + "/" + entry.getKey();
            if (LANGUAGES.contains(entry.getKey()) && !value.isObject() && !path.endsWith("/method")) {
                faults.add(where + ": an expression is written out");
            }
            if (entry.getKey().equals("uri") && value.asText().matches(".*[?:].*")) {
                faults.add(where + ": parameters stand under parameters");
            }
            if (entry.getKey().equals("steps")) {
                value.forEach(step ->
                        step.properties().forEach(one -> described(where, one.getKey(), one.getValue(), faults)));
            }
            walk(where, value, faults);
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "/" + i, node.get(i), faults);
            }
        }
    }

    private static void described(String path, String kind, JsonNode step, List<String> faults) {
        if (!step.isObject()
                || !step.path("id").isTextual()
                || !step.path("description").isTextual()) {
            faults.add(path + "/" + kind + ": a step has an id and a description");
        }
    }
}
