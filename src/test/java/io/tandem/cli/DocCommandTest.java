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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DocCommandTest {

    private static final String CONTACT = "zendesk-users--powerofficego-contactperson";
    private static final String DOCUMENT = "docs/flows/documents/zendesk-powerofficego.rst";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void copyTheConfiguration() throws IOException {
        Homes.copy(folder);
    }

    private int run(String... arguments) {
        out.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("changelog")) {
            all.addAll(List.of("--home", folder.toString()));
        }
        return CommandLines.execute(new Session(
                all,
                folder,
                "kim",
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Optional.empty()));
    }

    private String said() {
        return out.toString(UTF_8);
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private void changeFlow(Path home, String from, String to) throws IOException {
        Path file = home.resolve("config/flows/" + CONTACT + ".yaml");
        String flow = Files.readString(file);
        assertThat(flow).contains(from);
        Files.writeString(file, flow.replace(from, to));
    }

    @Test
    void writesDocumentsThatQaFindsFulfilled() throws IOException {
        assertThat(run("doc")).isZero();
        assertThat(text(DOCUMENT))
                .contains("   * - organization_id\n     - partyId\n     - \"integer\"\n")
                .doesNotContain("\r");
        assertThat(run("qa", DOCUMENT)).isZero();
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void letsOthersReadWhatItWrites() throws IOException {
        Path usual = Files.writeString(folder.resolve("usual.txt"), "");
        assertThat(run("doc")).isZero();
        assertThat(Files.getPosixFilePermissions(folder.resolve(DOCUMENT)))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void writesTheSiteOwnRowsToo() throws IOException {
        changeFlow(folder, "extra: []", "extra: [{source: phone, target: phoneNumber}]");
        assertThat(run("doc")).isZero();
        assertThat(text(DOCUMENT)).contains("   * - phone\n     - phoneNumber\n     - N/A\n");
    }

    @Test
    void writesNothing_whenNothingChanged() throws IOException {
        run("doc");
        String before = text(DOCUMENT);
        assertThat(run("doc", "--json")).isZero();
        assertThat(Json.MAPPER.readTree(said()).path("written")).isEmpty();
        assertThat(text(DOCUMENT)).isEqualTo(before);
    }

    @Test
    void overwritesNothingThatAPersonWrote() throws IOException {
        Files.createDirectories(folder.resolve(DOCUMENT).getParent());
        Files.writeString(folder.resolve(DOCUMENT), "mine");
        assertThat(run("doc")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("zendesk-powerofficego.rst: was not made by tandem doc");
        assertThat(text(DOCUMENT)).isEqualTo("mine");
        assertThat(folder.resolve("docs/flows/documents/zendesk-custompms.rst")).doesNotExist();
    }

    @Test
    void removesWhatItMade_onceTheFlowIsGone_andNothingElse() throws IOException {
        run("doc");
        Files.writeString(folder.resolve("docs/flows/documents/own.rst"), "mine");
        for (String flow : List.of(CONTACT, "zendesk-users--powerofficego-customers-person")) {
            Files.delete(folder.resolve("config/flows/" + flow + ".yaml"));
        }
        Files.deleteIfExists(folder.resolve("config/documents/zendesk-powerofficego.rst"));
        assertThat(run("doc")).isZero();
        assertThat(said()).contains("removed  documents/zendesk-powerofficego.rst");
        assertThat(folder.resolve(DOCUMENT)).doesNotExist();
        assertThat(folder.resolve("docs/flows/documents/own.rst")).exists();
    }

    @Test
    void saysWhatChangedBetweenTwoDocuments() throws IOException {
        run("doc");
        String old = text(DOCUMENT).replace("Generated: \n", "Generated: 2026-01-02 03:04:05\n");
        Files.writeString(folder.resolve("old.rst"), old);
        Files.writeString(
                folder.resolve("new.rst"),
                old.replace("     - partyId\n     - \"integer\"", "     - partyId\n     - \"string\"")
                        .replace(
                                "   * - role\n     - IsPerson\n     - N/A\n",
                                "   * - phone\n     - PhoneNumber\n     - N/A\n"));
        assertThat(run("doc", "changelog", "old.rst", "new.rst", "--json")).isZero();
        JsonNode changes = Json.MAPPER.readTree(said()).path("changes");
        assertThat(changes.path(0).path("flow").asText()).startsWith("zendesk-users--");
        assertThat(changes)
                .extracting(change -> change.path("change").asText() + " "
                        + change.path("text").asText() + " "
                        + change.path("was").asText() + " "
                        + change.path("breaking").asBoolean())
                .containsExactly(
                        "type changed organization_id -> partyId : string organization_id -> partyId : integer true",
                        "row added phone -> PhoneNumber : N/A  false",
                        "row removed role -> IsPerson : N/A  true");
    }

    @Test
    void saysWhatChangedBetweenTwoConfigurations() throws IOException {
        Path now = folder.resolve("now");
        Homes.copy(now);
        Files.delete(now.resolve("config/flows/zendesk-tickets--custompms-project.yaml"));
        changeFlow(now, "deletes: keep", "deletes: keep\nwhere: [{property: role, is: agent}]");
        changeFlow(now, "type: string,", "type: string, direction: forward,");
        assertThat(run("doc", "changelog", ".", "now")).isZero();
        assertThat(said())
                .contains("! flow removed: Zendesk")
                .contains("! policy changed: where: role is agent\n      was: where: none")
                .contains("! policy changed: email->emailAddress direction: forward")
                .contains("3 changes, 3 breaking (!)");
    }

    @Test
    void findsNoChangeInTheSame() {
        assertThat(run("doc", "changelog", ".", ".")).isZero();
        assertThat(said()).isEqualTo("Nothing changed.\n");
    }

    @Test
    void refusesAFolderWithoutDocuments() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertThat(run("doc", "changelog", "empty", ".")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("empty: holds neither config/flows nor a document");
    }
}
