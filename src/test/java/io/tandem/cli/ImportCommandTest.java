package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Homes;
import io.tandem.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    private static final String DOCUMENT = """
            ============================
            Teapot to Letterbox Dataflow
            ============================

            Generated: 2026-01-02 03:04:05

            Introduction
            ------------

            Teapot Guests to Letterbox Readers
            ----------------------------------
            Before any synchronization can take place, a link between a Teapot Guests and a Letterbox Readers must be established.

            A Teapot Guests will merge with a Letterbox Readers if one of the following property combinations match:

            .. list-table::
               :header-rows: 1

               * - Teapot Guests Property
                 - Letterbox Readers Property
               * - mail
                 - Emails.Value

            Once a link between a Teapot Guests and a Letterbox Readers is established, it will keep in sync between the two systems, regardless of where it is edited.

            The following properties are synchronized between a Teapot Guests and a Letterbox Readers:

            .. list-table::
               :header-rows: 1

               * - Teapot Guests Property
                 - Letterbox Readers Property
                 - Letterbox Data Type
               * - mail
                 - Emails.Value
                 - "string"
               * - name
                 - Name
                 - N/A
            """;

    @TempDir
    Path folder;

    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        home = Homes.copy(folder.resolve("home"));
        Files.writeString(folder.resolve("teapot-letterbox.rst"), DOCUMENT);
    }

    private int run(String... arguments) {
        return CommandLines.execute(new Session(
                List.of(arguments),
                folder,
                "kim",
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Optional.empty()));
    }

    private int runAtHome(String... arguments) {
        out.reset();
        return run(Stream.concat(Stream.of(arguments), Stream.of("--home", home.toString()))
                .toArray(String[]::new));
    }

    /** The grammar has titles such as {@code Teapot to  Dataflow}; the place in the file's name is empty as well. */
    @Test
    void importsADocumentWhoseTargetHasNoName() throws IOException {
        String title = "Teapot to  Dataflow";
        Files.writeString(
                folder.resolve("teapot-.rst"),
                DOCUMENT.replace("Letterbox Readers", " Readers")
                        .replace("Letterbox Data Type", " Data Type")
                        .replaceFirst(
                                "(?s)^=+\n.*?\n=+\n",
                                "=".repeat(title.length()) + "\n" + title + "\n" + "=".repeat(title.length()) + "\n")
                        .replaceFirst("(Teapot Guests to  Readers\n)-+", "$1" + "-".repeat(25)));
        assertThat(runAtHome("import", "teapot-.rst")).as(out + " " + err).isZero();
        assertThat(out.toString(UTF_8)).contains("teapot-.rst: 1 flow, 0 problems");
        assertThat(runAtHome("qa", "teapot-.rst")).as(out.toString(UTF_8)).isZero();
    }

    @Test
    void showsWhatADocumentSays_asOneJsonDocument() throws IOException {
        assertThat(runAtHome("import", "--dry-run", "--json", "teapot-letterbox.rst"))
                .isZero();
        JsonNode document =
                Json.MAPPER.readTree(out.toString(UTF_8)).path("documents").path(0);
        assertThat(document.path("source").asText()).isEqualTo("Teapot");
        assertThat(document.path("generated").asText()).isEqualTo("2026-01-02T03:04:05");
        JsonNode flow = document.path("flows").path(0);
        assertThat(flow.toString())
                .isEqualTo(
                        "{\"section\":1,\"line\":10,\"flow\":\"teapot-guests--letterbox-readers\","
                                + "\"source_entity\":\"Teapot Guests\",\"target_entity\":\"Letterbox Readers\","
                                + "\"shape\":\"BEFORE,MERGE,ONCE,PROPS\",\"match\":[[\"mail\",\"Emails.Value\"]],"
                                + "\"properties\":[[\"mail\",\"Emails.Value\",\"\\\"string\\\"\"],[\"name\",\"Name\",\"N/A\"]]}");
        assertThat(document.path("problems")).isEmpty();
    }

    @Test
    void saysWhatItDoesNotUnderstand_andThatAPersonHasToLook() throws IOException {
        Files.writeString(folder.resolve("teapot-letterbox.rst"), DOCUMENT + "\nSome other words\n");
        assertThat(runAtHome("import", "--dry-run", "teapot-letterbox.rst")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("1 problem").contains("is not understood");
    }

    @Test
    void notesTheShortLineOfAnOlderIntroduction_andThatNeedsNobody() throws IOException {
        Files.writeString(
                folder.resolve("teapot-letterbox.rst"), DOCUMENT.replace("Introduction\n", "Introduction.\n"));
        assertThat(runAtHome("import", "--dry-run", "teapot-letterbox.rst")).isZero();
        assertThat(out.toString(UTF_8)).contains("  note: 8:13: the heading has 13 characters, the line below it 12");
        assertThat(runAtHome("import", "--dry-run", "--json", "teapot-letterbox.rst"))
                .isZero();
        assertThat(Json.MAPPER.readTree(out.toString(UTF_8)).path("notes"))
                .anySatisfy(note -> assertThat(note.asText()).startsWith("teapot-letterbox.rst:8:13: the heading has"));
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThat(runAtHome("import", "--dry-run", "nowhere.rst")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("nowhere.rst: can't be read");
    }

    @Test
    void dryRunWritesNothing() throws IOException {
        Map<String, String> before = Homes.files(home);
        assertThat(runAtHome("import", "--dry-run", "teapot-letterbox.rst")).isZero();
        assertThat(out.toString(UTF_8)).contains("Would be written: 5 new files, 1 changed file.");
        assertThat(Homes.files(home)).isEqualTo(before);
    }

    @Test
    void writesFlowRouteAndStubs_thatCheckAccepts() throws IOException {
        assertThat(runAtHome("import", "teapot-letterbox.rst")).isZero();
        assertThat(Homes.files(home))
                .containsKeys(
                        "config/flows/teapot-guests--letterbox-readers.yaml",
                        "routes/teapot-guests--letterbox-readers.camel.yaml",
                        "config/systems/teapot.yaml",
                        "config/systems/letterbox.yaml",
                        "config/documents/teapot-letterbox.rst");
        assertThat(out.toString(UTF_8))
                .contains("To fill in: config/systems/teapot.yaml", "added to: routes/systems.camel.yaml");
        assertThat(runAtHome("check")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("teapot.yaml is a stub that import made: its flows run in the sandbox alone")
                .contains("salesforce-task--custompms-task: on");
    }

    /** Files that a person may have worked on never change by themselves. */
    @Test
    void showsWhatWouldChange_andChangesExistingFilesOnlyWhenToldTo() throws IOException {
        runAtHome("import", "teapot-letterbox.rst");
        Files.writeString(
                folder.resolve("teapot-letterbox.rst"),
                DOCUMENT.replace("     - Name\n     - N/A\n", "     - Name\n     - \"string\"\n"));
        Map<String, String> before = Homes.files(home);
        assertThat(runAtHome("import", "teapot-letterbox.rst")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("not done: changed: config/flows/teapot-guests--letterbox-readers.yaml")
                .contains("+   - {source: name, target: Name, from: teapot-letterbox#1.3, type: string}")
                .contains("Held back: teapot-letterbox. To make these changes, run the same with --yes.");
        assertThat(Homes.files(home)).isEqualTo(before);
        assertThat(runAtHome("import", "--yes", "teapot-letterbox.rst")).isZero();
        assertThat(Homes.files(home).get("config/flows/teapot-guests--letterbox-readers.yaml"))
                .contains("{source: name, target: Name, from: teapot-letterbox#1.3, type: string}");
        assertThat(runAtHome("import", "teapot-letterbox.rst")).isZero();
        assertThat(out.toString(UTF_8)).contains("Written: nothing.");
    }

    @Test
    void refusesTwoDocumentsOfOneName() throws IOException {
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/teapot-letterbox.rst"), DOCUMENT);
        assertThat(runAtHome("import", "teapot-letterbox.rst", "other/teapot-letterbox.rst"))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("another document has this name");
    }

    @Test
    void importsNothingOfADocumentWithoutSections_andSaysSo() throws IOException {
        Files.writeString(
                folder.resolve("teapot-letterbox.rst"), DOCUMENT.substring(0, DOCUMENT.indexOf("Teapot Guests")));
        assertThat(runAtHome("import", "teapot-letterbox.rst")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("it has no sections, so there is nothing to import")
                .contains("Written: 1 new file.");
    }

    /** The contract of the JSON document; further keys beside documents are ours. */
    @Test
    void listsTheFiles_besideTheDocuments_asJson() throws IOException {
        assertThat(runAtHome("import", "--json", "teapot-letterbox.rst")).isZero();
        JsonNode answer = Json.MAPPER.readTree(out.toString(UTF_8));
        assertThat(answer.path("documents").path(0).path("document").asText()).isEqualTo("teapot-letterbox.rst");
        assertThat(answer.path("files").findValuesAsText("file"))
                .contains("config/flows/teapot-guests--letterbox-readers.yaml");
        assertThat(answer.path("files").findValuesAsText("written")).containsOnly("true");
        assertThat(answer.path("held")).isEmpty();
    }
}
