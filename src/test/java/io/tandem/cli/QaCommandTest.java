package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QaCommandTest {

    private static final String DOCUMENT = "zendesk-powerofficego.rst";
    private static final String PROJECTS = "zendesk-custompms.rst";
    private static final String CONTACT = "zendesk-users--powerofficego-contactperson";
    private static final String EMAIL_ROW = "   * - email\n     - emailAddress\n     - \"string\"\n";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String text;

    @BeforeEach
    void copyTheConfiguration() throws IOException {
        Homes.copy(folder);
        text = written(DOCUMENT);
        write(text);
        Files.writeString(folder.resolve(PROJECTS), written(PROJECTS));
    }

    private String written(String document) {
        return DocumentWriter.write(ConfiguredFlows.read(folder, false)
                        .checklists()
                        .checklists()
                        .get(document.replace(".rst", ""))
                        .document())
                .replace("Generated: \n", "Generated: 2026-01-02 03:04:05\n");
    }

    private void write(String document) throws IOException {
        Files.writeString(folder.resolve(DOCUMENT), document);
    }

    private void change(String from, String to) throws IOException {
        assertThat(text).contains(from);
        write(text.replace(from, to));
    }

    private void changeFlow(String from, String to) throws IOException {
        changeFlow(CONTACT, from, to);
    }

    private void changeFlow(String name, String from, String to) throws IOException {
        Path file = folder.resolve("config/flows/" + name + ".yaml");
        String flow = Files.readString(file);
        assertThat(flow).contains(from);
        Files.writeString(file, flow.replace(from, to));
    }

    private int run(String... more) {
        return runOn(DOCUMENT, more);
    }

    private int runOn(String document, String... more) {
        List<String> arguments = new ArrayList<>(List.of("qa", document, "--home", folder.toString()));
        arguments.addAll(List.of(more));
        out.reset();
        return CommandLines.execute(new Session(
                arguments,
                folder,
                "kim",
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Optional.empty()));
    }

    /** Lines that are not fulfilled, as {@code verdict kind text: detail}. */
    private List<String> differences() throws IOException {
        return differences(DOCUMENT);
    }

    private List<String> differences(String document) throws IOException {
        runOn(document, "--json");
        List<String> found = new ArrayList<>();
        for (JsonNode line : Json.MAPPER.readTree(out.toString(UTF_8)).at("/documents/0/lines")) {
            if (!line.path("verdict").asText().equals("fulfilled")) {
                found.add(line.path("verdict").asText() + " "
                        + line.path("kind").asText() + " " + line.path("text").asText() + ": "
                        + line.path("detail").asText());
            }
        }
        return found;
    }

    @Test
    void findsAllFulfilled_andNeedsNeitherStoreNorSystem() {
        assertThat(run()).isZero();
        assertThat(out.toString(UTF_8))
                .contains("14 fulfilled\n")
                .contains("email -> emailAddress : string")
                .contains("translated through the links between zendesk/organizations and powerofficego/party");
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void answersJson_inItsPromisedForm() throws IOException {
        assertThat(run("--json")).isZero();
        JsonNode document = Json.MAPPER.readTree(out.toString(UTF_8)).at("/documents/0");
        assertThat(document.fieldNames()).toIterable().containsExactly("document", "lines");
        assertThat(document.path("document").asText()).isEqualTo(DOCUMENT);
        int line = text.substring(0, text.indexOf(EMAIL_ROW)).split("\n", -1).length;
        assertThat(document.path("lines").findParents("verdict"))
                .extracting(JsonNode::toString)
                .contains("{\"line\":" + line + ",\"flow\":\"" + CONTACT + "\",\"kind\":\"property\","
                        + "\"text\":\"email -> emailAddress : string\",\"verdict\":\"fulfilled\",\"detail\":\"\"}");
    }

    @Test
    void seesAnotherType() throws IOException {
        change(EMAIL_ROW, EMAIL_ROW.replace("string", "integer"));
        assertThat(differences())
                .containsExactly("differs property email -> emailAddress : integer: in the configuration: email ->"
                        + " emailAddress : string");
        assertThat(run()).isEqualTo(1);
        assertThat(run("--fail-on", "missing")).isZero();
        assertThat(run("--fail-on", "never")).isZero();
    }

    @Test
    void seesARowThatTheDocumentLost() throws IOException {
        change(EMAIL_ROW, "");
        assertThat(differences())
                .containsExactly("extra property email -> emailAddress : string: the document doesn't have this row");
        assertThat(run()).isEqualTo(1);
    }

    @Test
    void seesARowThatTheConfigurationLacks() throws IOException {
        change(EMAIL_ROW, EMAIL_ROW + "   * - phone\n     - phoneNumber\n     - N/A\n");
        assertThat(differences())
                .containsExactly(
                        "missing property phone -> phoneNumber : N/A: the configuration doesn't have this row");
        assertThat(run("--fail-on", "missing")).isEqualTo(1);
    }

    @Test
    void seesARowThatStandsTwice() throws IOException {
        change(EMAIL_ROW, EMAIL_ROW + EMAIL_ROW);
        assertThat(differences())
                .containsExactly(
                        "differs property email -> emailAddress : string: stands 2 times in the document, once in the configuration");
    }

    @Test
    void letsTheSiteHaveRowsOfItsOwn() throws IOException {
        changeFlow("extra: []", "extra: [{source: phone, target: phoneNumber}]");
        assertThat(differences())
                .containsExactly("extra property phone -> phoneNumber : N/A: the site's own row, not documented");
        assertThat(run()).isZero();
    }

    @Test
    void seesARowThatGoesOneWayOnly() throws IOException {
        changeFlow("type: string,", "type: string, direction: forward,");
        assertThat(differences()).hasSize(2).allMatch(line -> line.contains("one way only"));
    }

    @Test
    void seesThatPairsAreFoundInAnotherWay() throws IOException {
        changeFlow("zendesk-tickets--custompms-project", "link: every", "link: matched\nmatch: [{subject: name}]");
        assertThat(differences(PROJECTS))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("differs link Every")
                        && line.contains("the configuration does otherwise: Before any synchronization"))
                .anyMatch(line -> line.startsWith("extra link Before"))
                .anyMatch(line -> line.startsWith("extra link A "))
                .anyMatch(line -> line.startsWith("extra match subject = name"));
    }

    @Test
    void seesThatOnlySomeRecordsTakePart() throws IOException {
        changeFlow(
                "zendesk-tickets--custompms-project",
                "link: every",
                "link: every\nwhere: [{property: status, is: [open, new]}]");
        assertThat(differences(PROJECTS))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("differs link Every"))
                .anyMatch(line -> line.startsWith("extra link If status is open or new, it  will be synchronized"));
    }

    @Test
    void seesThatAFlowIsSwitchedOff() throws IOException {
        changeFlow("link: matched", "link: off\nwhy_off: we wait for the vendor");
        assertThat(differences())
                .allMatch(line -> line.startsWith("differs"))
                .hasSize(7)
                .allMatch(line -> line.contains("flow is switched off"))
                .anyMatch(line -> line.startsWith("differs link Before")
                        && line.endsWith("the flow is switched off: we wait for the vendor"));
    }

    @Test
    void showsWhatItCannotRead() throws IOException {
        change("Once a link", "Once an invented link");
        assertThat(differences())
                .anyMatch(line -> line.startsWith("not-checkable problem Once an invented link"))
                .anyMatch(line -> line.startsWith("extra link Once a link"));
        assertThat(run()).isEqualTo(1);
    }

    @Test
    void showsThatTheLineBelowAnOlderIntroductionIsShort_andThatIsNoDifference() throws IOException {
        change("Introduction\n", "Introduction.\n");

        assertThat(run("--json")).isZero();
        assertThat(Json.MAPPER.readTree(out.toString(UTF_8)).at("/documents/0/lines"))
                .anySatisfy(line -> {
                    assertThat(line.path("line").asInt()).isEqualTo(8);
                    assertThat(line.path("kind").asText()).isEqualTo("document");
                    assertThat(line.path("detail").asText())
                            .startsWith("column 13: the heading has 13 characters, the line below it 12");
                });
    }

    @Test
    void makesAPageThatHoldsNoScript_andEscapesWhatItShows() throws IOException {
        change("   * - email\n     - emailAddress\n     - \"string\"", "   * - <script>\n     - a&b\n     - \"'x\"");
        assertThat(run("--format", "html")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .startsWith("<!DOCTYPE html>")
                .contains("&lt;script&gt;", "a&amp;b", "&quot;&#39;x&quot;", "✗ missing", "✓ fulfilled")
                .doesNotContain("<script");
    }

    @Test
    void makesAReportForABuildServer() throws IOException {
        change(EMAIL_ROW, "");
        assertThat(run("--format", "junit")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("<testsuite name=\"" + DOCUMENT + "\" tests=\"14\" failures=\"1\">")
                .contains("type=\"extra\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "junit", "html"})
    void showsNothingOfADocumentThatMovesOrHidesText(String format) throws IOException {
        write(text.replace("emailAddress", "email\u001b[2J\u009b2J\u202eAddress\u0007<i>"));
        assertThat(run("--format", format)).isEqualTo(1);
        assertThat(out.toString(UTF_8) + err.toString(UTF_8))
                .matches("[\\P{C}\\n]*")
                .contains("[2J");
    }

    @Test
    void refusesAConfigurationThatIsWrong() throws IOException {
        changeFlow("type: string", "type: text");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains(CONTACT + ".yaml").contains("unknown value text");
    }
}
