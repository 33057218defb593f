package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.document.DocumentParser;
import io.tandem.document.DocumentWriter;
import io.tandem.kit.Homes;
import io.tandem.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document with every oddity, from its import to the document that is made of it again, with a site's edits between. */
class ImportedDocumentTest {

    private static final String DOCUMENT = "teapot-pro-letterbox.rst";
    private static final String GUESTS = "letterbox-readers--teapot-pro-guests-old";
    private static final String CUPS = "teapot-pro-cups--letterbox-stamps";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void importIt() throws IOException {
        Homes.copy(folder);
        Files.copy(Path.of("src/test/resources/documents", DOCUMENT), folder.resolve(DOCUMENT));
        assertThat(run("import", DOCUMENT)).isZero();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", folder.toString()));
        out.reset();
        return CommandLines.execute(new Session(
                all,
                folder,
                "kim",
                new PrintStream(out, true, UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                Optional.empty()));
    }

    /** Lines that are not fulfilled. */
    private List<String> differences() throws IOException {
        run("qa", DOCUMENT, "--json");
        List<String> found = new ArrayList<>();
        for (JsonNode line : Json.MAPPER.readTree(out.toString(UTF_8)).at("/documents/0/lines")) {
            if (!line.path("verdict").asText().equals("fulfilled")) {
                found.add(
                        line.path("verdict").asText() + " " + line.path("text").asText() + ": "
                                + line.path("detail").asText());
            }
        }
        return found;
    }

    private void change(String flow, String from, String to) throws IOException {
        Path file = folder.resolve("config/flows/" + flow + ".yaml");
        String text = Files.readString(file);
        assertThat(text).containsPattern(from);
        Files.writeString(file, text.replaceFirst(from, to));
    }

    @Test
    void isFulfilledRightAfterItsImport() throws IOException {
        assertThat(differences()).isEmpty();
        run("qa", DOCUMENT);
        assertThat(out.toString(UTF_8))
                .contains(DOCUMENT + ": 46 fulfilled\n")
                .contains("imported, switched off: an id of one system means nothing in another")
                .contains("imported, switched off: its condition is free text")
                .contains("imported; its flow is switched off");
    }

    @Test
    void isGivenBackAsItWas() throws IOException {
        assertThat(run("doc")).isZero();
        String text = Files.readString(folder.resolve(DOCUMENT));
        assertThat(folder.resolve("docs/flows/documents/" + DOCUMENT))
                .hasContent(DocumentWriter.write(DocumentParser.parse(DOCUMENT, text)));
    }

    @Test
    void staysFulfilled_onceAPersonConfirmsAnIdentity() throws IOException {
        change(GUESTS, "(pairs: \\{id: id\\}\n) *off: .*\n", "$1");
        assertThat(differences()).isEmpty();
    }

    @Test
    void isNotFulfilled_whereTheSiteSwitchesARowOff() throws IOException {
        change(GUESTS, "(source: title, target: name, type: string,)", "$1 off: we don't want it,");
        assertThat(differences())
                .containsExactly("differs name -> title : string: the row is switched off: we don't want it");
    }

    @Test
    void isNotFulfilled_whereTheSiteGivesAnotherReason() throws IOException {
        change("teapot-pro-cups--letterbox-stamps-2", "link: every", "link: off\nwhy_off: not yet");
        assertThat(differences()).hasSize(3).first().asString().contains("the flow is switched off: not yet");
    }

    @Test
    void isNotFulfilled_whereAnotherTypeIsSynced_thanTheKeptCellSays() throws IOException {
        change(CUPS, "type: datetime", "type: string");
        assertThat(differences())
                .containsExactly("differs c -> d : datetime iso: the configuration converts to \"string\"");
    }

    @Test
    void staysFulfilled_whereTheSiteChoosesATypeForACellThatCannotBeRead() throws IOException {
        change(GUESTS, "(source: year, target: born, )", "$1type: integer, ");
        assertThat(differences()).isEmpty();
    }

    @Test
    void isFulfilled_onceItsConditionIsWritten() throws IOException {
        change(CUPS, "link: off\nwhy_off: .*\n", "link: matched-or-create\nwhere: [{property: a, is: full}]\n");
        assertThat(differences()).isEmpty();
        run("qa", DOCUMENT);
        assertThat(out.toString(UTF_8)).contains("written as where: a is full");
    }

    @Test
    void isNotFulfilled_ifTheFlowRunsWithoutItsCondition() throws IOException {
        change(CUPS, "link: off\nwhy_off: .*\n", "link: matched-or-create\n");
        assertThat(differences()).anyMatch(line -> line.startsWith("differs If a cup is full, and hot"));
    }
}
