package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tandem.config.Fault;
import io.tandem.config.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped route file is what Camel's own schema of the YAML DSL allows, and reads as ours do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteFilesTest {

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList().stream();
        }
    }

    private final JsonSchema schema = schema();

    private static JsonSchema schema() {
        try (InputStream schema = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                    .getSchema(new ObjectMapper().readTree(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void followsTheSchemaOfTheYamlDsl(Path file) throws IOException {
        List<Fault> faults = new ArrayList<>();
        YamlNode root = YamlNode.read(file, file.toString(), faults).orElseThrow();
        assertThat(schema.validate(filled(root.json()))).isEmpty();
        assertThat(faults).isEmpty();
    }

    /** A placeholder of a template's parameter can stand for a number: here its default does. */
    private static JsonNode filled(JsonNode root) throws IOException {
        String text = root.toString();
        for (JsonNode template : root.findValues("routeTemplate")) {
            for (JsonNode parameter : template.path("parameters")) {
                String value = parameter.path("defaultValue").asText();
                String place = "\"{{" + parameter.path("name").asText() + "}}\"";
                text = value.matches("\\d+")
                        ? text.replaceAll("(?<!imeout\":|Delay\":)" + Pattern.quote(place), value)
                        : text;
            }
        }
        return new ObjectMapper().readTree(text);
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesAndDescribesEveryRoute_andCommentsOnlyAtItsHead(Path file) throws IOException {
        YamlNode root = YamlNode.read(file, file.toString(), new ArrayList<>()).orElseThrow();
        for (YamlNode entry : root.items()) {
            entry.get("templatedRoute")
                    .ifPresent(route -> assertThat(route.text("prefixId")).hasValue(route.required("routeId") + "/"));
            entry.get("routeTemplate").ifPresent(template -> {
                assertThat(template.text("description")).isPresent();
                assertThat(template.list("parameters"))
                        .allSatisfy(parameter ->
                                assertThat(parameter.text("description")).isPresent());
            });
            entry.get("route").ifPresent(route -> assertThat(List.of(
                            route.text("id"),
                            route.text("nodePrefixId"),
                            route.text("group"),
                            route.text("description"),
                            route.text("routeConfigurationId")))
                    .as(route.required("id"))
                    .allMatch(text -> text.isPresent()));
        }
        List<String> lines = Files.readAllLines(file);
        long comments =
                lines.stream().filter(line -> line.strip().startsWith("#")).count();
        assertThat(lines.stream().takeWhile(line -> line.startsWith("#")).count())
                .isEqualTo(comments);
    }

    /**
     * What we say of a failure is enough. An attempt that Camel would log at debug level can come out as an error: its
     * logger's level is shared by threads, and set for the time of a line.
     */
    @ParameterizedTest
    @MethodSource("files")
    void leavesNoLineAboutAFailureToCamel(Path file) throws IOException {
        YamlNode root = YamlNode.read(file, file.toString(), new ArrayList<>()).orElseThrow();
        for (JsonNode policy : root.json().findValues("redeliveryPolicy")) {
            assertThat(policy.findValuesAsText("logRetryAttempted")).containsExactly("false");
            assertThat(policy.findValuesAsText("logExhausted")).containsExactly("false");
        }
    }
}
