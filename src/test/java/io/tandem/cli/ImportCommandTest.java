package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
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

    @Test
    void showsWhatADocumentSays_asOneJsonDocument() throws IOException {
        assertThat(run("import", "--dry-run", "--json", "teapot-letterbox.rst")).isZero();
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
        assertThat(run("import", "--dry-run", "teapot-letterbox.rst")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("1 problem").contains("is not understood");
    }

    @Test
    void refusesToWriteWhatItCannotYet() {
        assertThat(run("import", "teapot-letterbox.rst")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("writes no flow files").contains("--dry-run");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThat(run("import", "--dry-run", "nowhere.rst")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("nowhere.rst: can't be read");
    }
}
