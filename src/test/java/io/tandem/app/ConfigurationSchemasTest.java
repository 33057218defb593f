package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.tandem.config.Fault;
import io.tandem.config.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Editors check and complete what the code reads: each file of the configuration names its schema and follows it. */
class ConfigurationSchemasTest {

    private static final Pattern NAMED = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)\n");
    private static final Path FLOW = Path.of("config/flows/zendesk-users--powerofficego-contactperson.yaml");
    private static final Path SYSTEM = Path.of("config/systems/powerofficego.yaml");

    static Stream<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("config/flows", "config/systems", "config/sandbox/flows")) {
            try (Stream<Path> found = Files.list(Path.of(folder))) {
                found.sorted().forEach(files::add);
            }
        }
        return files.stream();
    }

    @Test
    void sayWhatTheCodeReads() throws IOException {
        for (Map.Entry<String, io.tandem.config.Keys> schema : ConfigurationSchemas.ALL.entrySet()) {
            Path file = ConfigurationSchemas.FOLDER.resolve(schema.getKey());
            String text = ConfigurationSchemas.text(schema.getValue());
            if ("write".equals(System.getProperty("reference"))) {
                Files.createDirectories(ConfigurationSchemas.FOLDER);
                Files.writeString(file, text);
            }
            assertThat(Files.readString(file))
                    .as("%s is stale. Write it again: mvn test -Dtest=ConfigurationSchemasTest -Dreference=write", file)
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachFileNamesItsSchema_andFollowsIt(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(text).startsWith("# yaml-language-server: $schema=");
        assertThat(against(schemaOf(file), text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "link: matched|link: match",
                "link: matched|",
                "extra: []|extras: []",
                "extra: []|extra: email",
                "extra: []|`extra:\n  - {source: a, constant: 1, target: b}`",
                "extra: []|`extra:\n  - {target: b}`",
                "extra: []|`extra:\n  - {source: a, target: b, tpye: string}`",
                "deletes: keep|deletes: drop",
                "type: string|type: text",
                "source: zendesk/users|source: users",
                "deletes: keep|`deletes: keep\nwhere: [{property: role, is: a, is_not: b}]`",
                "deletes: keep|`deletes: keep\nwhere: [{property: role, empty: maybe}]`",
                "pairs: {email: emailAddress}|pairs: [email, emailAddress]",
            })
    void findWhatIsWrongInAFlowFile(String from, String to) throws IOException {
        assertThat(broken(FLOW, from, to)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "paging: page|paging: pages",
                "page_size: 5000|page_size: many",
                "page_size: 5000|page_size: 0",
                "page_size: 5000|pagesize: 5000",
                "read_lag: 3s|read_lag: 3",
                "ordered: false|ordered: none",
                "Name: read_only|Name: readonly",
                "is: stale|is: old",
                "status: 403|status: gone",
                "call: GET /v2/Customers|call: FETCH /v2/Customers",
                "credentials: header|credentials: query",
                "title: PowerOffice Go|stub: true",
            })
    void findWhatIsWrongInADescriptor(String from, String to) throws IOException {
        assertThat(broken(SYSTEM, from, to)).isNotEmpty();
    }

    /** What a newcomer copies is checked by an editor too. */
    @Test
    void followedByThePageAboutYourOwnSystem() throws IOException {
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/own-system.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(against(schemaOf(SYSTEM), blocks.get(0))).isEmpty();
        assertThat(against(schemaOf(FLOW), blocks.get(2))).isEmpty();
        assertThat(blocks.get(0)).startsWith("# yaml-language-server: $schema=../schema/system.json\n");
        assertThat(blocks.get(2)).startsWith("# yaml-language-server: $schema=../schema/flow.json\n");
    }

    private static Set<ValidationMessage> broken(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        return against(schemaOf(file), text.replace(from, to == null ? "" : to));
    }

    /** The schema that a file names in its first line, from its own folder. */
    private static Path schemaOf(Path file) throws IOException {
        return NAMED.matcher(Files.readString(file))
                .results()
                .map(found -> file.getParent().resolve(found.group(1)).normalize())
                .findFirst()
                .orElseThrow();
    }

    private static Set<ValidationMessage> against(Path schema, String yaml) throws IOException {
        List<Fault> faults = new ArrayList<>();
        YamlNode file = YamlNode.parse(yaml, "a.yaml", faults).orElseThrow();
        assertThat(faults).isEmpty();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(new ObjectMapper().readTree(Files.readString(schema)))
                .validate(file.json());
    }
}
