package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.config.Fault;
import io.tandem.config.YamlNode;
import io.tandem.record.Json;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Judge;
import io.tandem.system.call.RetryAfter;
import io.tandem.system.call.SecretsInText;
import io.tandem.system.descriptor.DescriptorFile;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the shipped descriptors make of answers: a table of (status, body) to judgement and sentence for each system, in
 * {@code src/test/resources/judgements}. A new row is a new test.
 */
class JudgementsTest {

    private static final Path TABLES = Path.of("src/test/resources/judgements");

    private record Row(String system, JsonNode row) {

        String text(String column) {
            return row.path(column).asText("");
        }

        @Override
        public String toString() {
            return system + ": " + text("what");
        }
    }

    static Stream<Arguments> rows() throws IOException {
        try (Stream<Path> tables = Files.list(TABLES)) {
            return tables.sorted().toList().stream()
                    .flatMap(JudgementsTest::rows)
                    .map(Arguments::of);
        }
    }

    private static Stream<Row> rows(Path table) {
        List<Row> rows = new ArrayList<>();
        String system = table.getFileName().toString().replace(".yaml", "");
        read(table).json().forEach(row -> rows.add(new Row(system, row)));
        return rows.stream();
    }

    private static YamlNode read(Path file) {
        List<Fault> faults = new ArrayList<>();
        YamlNode node = YamlNode.read(file, file.toString(), faults).orElseThrow();
        assertThat(faults).isEmpty();
        return node;
    }

    private static Spec.Descriptor descriptor(String system) {
        DescriptorFile file = new DescriptorFile(read(Path.of("config/systems/" + system + ".yaml")));
        return file.read(file.settingNames());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void judgesAnAnswer_andSaysWhy(Row row) {
        Spec.Descriptor descriptor = descriptor(row.system());
        Answer answer = answer(row);
        Problem problem = problem(row, descriptor, answer);
        assertThat(problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .isEqualTo(row.text("is"));
        assertThat(problem.message()).isEqualTo(row.text("says"));
        Duration pause = row.text("pause").isEmpty() ? null : Duration.parse(row.text("pause"));
        assertThat(RetryAfter.of(answer, descriptor.answers()).orElse(null)).isEqualTo(pause);
    }

    private static Answer answer(Row row) {
        JsonNode body = row.row().has("body") ? row.row().path("body") : MissingNode.getInstance();
        JsonNode sent = row.row().has("sent") ? row.row().path("sent") : null;
        return new Answer(
                row.row().path("status").asInt(),
                Map.of(),
                body,
                Instant.EPOCH,
                Instant.EPOCH,
                new SecretsInText(Map.of("Authorization", "Bearer opensesame"), sent),
                false);
    }

    private static Problem problem(Row row, Spec.Descriptor descriptor, Answer answer) {
        Judge judge = new Judge(descriptor);
        if (row.text("entity").isEmpty()) {
            return judge.of(answer).orElseThrow();
        }
        Spec.Results results =
                descriptor.entities().get(row.text("entity")).update().results();
        int status = results.status().isEmpty()
                ? 0
                : Paths.at(answer.body(), results.status()).asInt();
        return judge.ofResult(status, answer.body(), results, answer.sent());
    }

    static Stream<String> longMessages() {
        int length = 2_000_000;
        return Stream.of(
                "x".repeat(length),
                "x ".repeat(length / 2),
                "a\n".repeat(length / 2),
                "“".repeat(length),
                "'a".repeat(length / 2),
                "@".repeat(length));
    }

    /** A pattern that goes over the rest of a text from each of its places never ends with texts of this length. */
    @ParameterizedTest(name = "{index}")
    @MethodSource("longMessages")
    void saysWhy_atOnce_howeverLongAMessageIs(String message) {
        Spec.Descriptor descriptor = descriptor("custompms");
        JsonNode body = Json.MAPPER
                .createObjectNode()
                .set(
                        "error",
                        Json.MAPPER
                                .createObjectNode()
                                .put("code", "invalid")
                                .put("message", message)
                                .put("property", "name"));
        Answer answer =
                new Answer(422, Map.of(), body, Instant.EPOCH, Instant.EPOCH, new SecretsInText(Map.of(), null), false);
        Problem problem = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> new Judge(descriptor).of(answer).orElseThrow());
        assertThat(problem.message()).isEqualTo("HTTP 422 invalid: <2000000 characters> (fields: name)");
    }
}
