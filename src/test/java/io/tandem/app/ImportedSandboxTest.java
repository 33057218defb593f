package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.document.checklist.CheckedDocument;
import io.tandem.document.checklist.CheckedLine;
import io.tandem.document.checklist.Inspection;
import io.tandem.kit.Homes;
import io.tandem.kit.Permissions;
import io.tandem.kit.Shell;
import io.tandem.kit.TestDatabase;
import io.tandem.proof.LiveProof;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document of invented systems is imported, linked and kept in step in the minute after, with nothing filled in. */
class ImportedSandboxTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String GUESTS = "teapot-guests--letterbox-readers";
    private static final String ORDERS = "teapot-orders--letterbox-deals";
    private static final String CUPS = "teapot-cups--letterbox-parcels";
    private static final String SHELVES = "teapot-shelves--letterbox-racks";

    private static final String HEAD = """
            ============================
            Teapot to Letterbox Dataflow
            ============================

            Generated: 2026-01-02 03:04:05

            Introduction
            ------------

            """;

    private static final String BEFORE =
            "Before any synchronization can take place, a link between a {A} and a {B} must be established.\n\n";

    private static String section(String a, String b, String sentences, String match, String rows) {
        String heading = a + " to " + b;
        String table =
                "\n.. list-table::\n   :header-rows: 1\n\n   * - " + a + " Property\n     - " + b + " Property\n";
        String text = heading + "\n" + "-".repeat(heading.length()) + "\n" + sentences;
        if (!match.isEmpty()) {
            text += "A {A} will merge with a {B} if one of the following property combinations match:\n" + table + match
                    + "\n";
        }
        text += "Once a link between a {A} and a {B} is established, it will keep in sync between the two systems,"
                + " regardless of where it is edited.\n\n"
                + "The following properties are synchronized between a {A} and a {B}:\n" + table
                + "     - " + b.substring(0, b.indexOf(' ')) + " Data Type\n" + rows + "\n";
        return text.replace("{A}", a).replace("{B}", b);
    }

    private static String row(String... cells) {
        return "   * - " + String.join("\n     - ", cells) + "\n";
    }

    private static final String EVERY = "Every {A} will be synchronized with a {B}.\n\n";

    private static final String GUESTS_SECTION = section(
            "Teapot Guests",
            "Letterbox Readers",
            BEFORE,
            row("mail", "contact.email") + row("code", "card.code"),
            row("address.city", "home.town", "\"string\"")
                    + row("age", "contact.age", "\"integer\"")
                    + row("likes", "tags", "\"list\"")
                    + row("first", "name", "\"string\"")
                    + row("last", "name", "\"string\"")
                    + row("mail", "contact.email", "\"string\"")
                    + row("mail", "contact.other", "\"string\"")
                    + row("born", "born", "\"datetime..")
                    + row("size (Dependant on having tall in kind)", "size", "\"decimal\"")
                    + row("numbers", "phones.number", "\"list\""));

    private static final String ORDERS_AND_CUPS =
            section("Teapot Orders", "Letterbox Deals", EVERY, "", row("title", "name", "\"string\""))
                    + section(
                            "Teapot Cups",
                            "Letterbox Parcels",
                            BEFORE
                                    + "A new {B} will be created from a {A} if it is connected to a Teapot Orders that is"
                                    + " synchronized into Letterbox Deals.\n\n",
                            "",
                            row("label", "label", "N/A"));

    private static final String SHELVES_BOTH_WAYS =
            section("Teapot Shelves", "Letterbox Racks", EVERY, "", row("name", "title", "\"string\""))
                    + section("Letterbox Racks", "Teapot Shelves", EVERY, "", row("title", "name", "\"string\""));

    /** Its match table has a header alone. */
    private static final String LIDS_WITHOUT_MATCH = section("Teapot Lids", "Letterbox Stamps", BEFORE, "\n", "");

    /** An id is a number that nobody can edit, and no truth value unless it is 0 or 1. */
    private static final String SPOONS_WITH_ID = section(
            "Teapot Spoons",
            "Letterbox Forks",
            BEFORE,
            row("code", "code"),
            row("id", "done", "\"boolean\"") + row("name", "name", "N/A"));

    private static final String DOCUMENT =
            HEAD + GUESTS_SECTION + ORDERS_AND_CUPS + SHELVES_BOTH_WAYS + LIDS_WITHOUT_MATCH + SPOONS_WITH_ID;

    @TempDir
    Path folder;

    private final Map<String, String> overrides = new TreeMap<>();
    private Path home;
    private Sandbox sandbox;
    private Application app;

    @BeforeEach
    void importsAndStarts() throws IOException {
        home = Homes.impatient(folder.resolve("home"));
        Files.writeString(folder.resolve("teapot-letterbox.rst"), DOCUMENT);
        Shell.Answer imported = run(Optional.empty(), "import", "teapot-letterbox.rst");
        assertThat(imported.err() + imported.out()).contains("config/systems/teapot.yaml, a stub");
        overrides.putAll(store());
        change("config/flows/" + ORDERS + ".yaml", "extra: []", "extra: [{source: title, target: note, type: string}]");
        change(
                "config/systems/letterbox.yaml",
                "      name: writable\n",
                "      name: writable\n      note: writable\n");
        Configuration before = Configuration.load(new Home(home, overrides, true));
        assertThat(before.faults()).isEmpty();
        sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC())
                .with(ImportedDemo.of(
                        before.systems(), before.flows(), before.systems().stubs()))
                .importedOnly());
        Path settings = home.resolve("config/application.properties");
        StringBuilder text = new StringBuilder(Files.readString(settings)).append('\n');
        sandbox.settings()
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        Files.writeString(settings, text);
        Permissions.set(settings, "rw-------");
        app = Application.open(Configuration.load(new Home(home, overrides, false)));
        app.startRoutes();
    }

    Map<String, String> store() {
        return Map.of("store.url", TestDatabase.H2.migratedUrl());
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(home.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(home.resolve(file), text.replace(from, to));
    }

    @AfterEach
    void ends() {
        app.close();
        sandbox.close();
    }

    private Shell.Answer run(Optional<Application> running, String... arguments) {
        return Shell.typed(home, folder, "kim", running, arguments);
    }

    private JsonNode sync(String flow) throws IOException {
        Shell.Answer answer = run(Optional.of(app), "sync", "--json", GUESTS, ORDERS, CUPS, SHELVES);
        assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
        for (JsonNode one : Json.MAPPER.readTree(answer.out()).path("flows")) {
            if (one.path("flow").asText().equals(flow)) {
                return one;
            }
        }
        throw new IllegalStateException("no " + flow + " in " + answer.out());
    }

    /** As a person would in the system's own user interface. */
    private JsonNode call(String method, String path, String body) throws IOException {
        String system = path.substring(0, path.indexOf('/'));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.settings().get(system + ".url") + path.substring(path.indexOf('/'))))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer demo")
                .build();
        try {
            return Json.MAPPER.readTree(
                    HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void linksWhatMatches_andKeepsItInStep_inNestedObjects() throws IOException {
        assertThat(sync(GUESTS).path("linked").asInt()).isEqualTo(3);

        call("PATCH", "teapot/guests/1", "{\"address\":{\"city\":\"Oslo\"},\"age\":33,\"likes\":[\"tea\",\"jam\"]}");
        call("PATCH", "letterbox/readers/2", "{\"home\":{\"town\":\"Bergen\"},\"contact\":{\"age\":null}}");
        sync(GUESTS);

        JsonNode reader = call("GET", "letterbox/readers/1", "");
        assertThat(reader.at("/home/town").asText()).isEqualTo("Oslo");
        assertThat(reader.at("/contact/age").asInt()).isEqualTo(33);
        assertThat(reader.at("/contact/email").asText()).isEqualTo("person1@example.com");
        assertThat(reader.path("tags").toString()).isEqualTo("[\"tea\",\"jam\"]");
        JsonNode guest = call("GET", "teapot/guests/2", "");
        assertThat(guest.at("/address/city").asText()).isEqualTo("Bergen");
        assertThat(guest.path("age").isMissingNode()).isTrue();
        assertThat(sync(GUESTS).at("/written/source").asInt()).isZero();
    }

    /** The API takes an array as a whole: what the flow doesn't map must come back as it was. */
    @Test
    void writesIntoAnArrayOfObjects_andKeepsTheirOtherMembers() throws IOException {
        sync(GUESTS);
        String phones = "{\"phones\":[{\"type\":\"home\",\"number\":\"1\"},{\"type\":\"work\",\"number\":\"2\"}]}";
        call("PATCH", "letterbox/readers/1", phones);
        sync(GUESTS);
        assertThat(call("GET", "teapot/guests/1", "").path("numbers").toString())
                .isEqualTo("[\"1\",\"2\"]");

        call("PATCH", "teapot/guests/1", "{\"numbers\":[\"1\",\"3\"]}");
        sync(GUESTS);
        assertThat(call("GET", "letterbox/readers/1", "").path("phones").toString())
                .isEqualTo("[{\"type\":\"home\",\"number\":\"1\"},{\"type\":\"work\",\"number\":\"3\"}]");
    }

    @Tag("thorough")
    @Test
    void parksAListThatFitsNoArrayOfObjects_andLeavesWhatIsThere() throws IOException {
        sync(GUESTS);
        call("PATCH", "letterbox/readers/1", "{\"phones\":[{\"type\":\"home\",\"number\":\"1\"}]}");
        sync(GUESTS);
        call("PATCH", "teapot/guests/1", "{\"numbers\":[\"1\",\"3\"],\"age\":50}");
        Shell.Answer answer = run(Optional.of(app), "sync", GUESTS);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(run(Optional.of(app), "parked").out())
                .contains("phones.number")
                .contains("one element");
        JsonNode reader = call("GET", "letterbox/readers/1", "");
        assertThat(reader.path("phones").toString()).isEqualTo("[{\"type\":\"home\",\"number\":\"1\"}]");
        assertThat(reader.at("/contact/age").asInt()).isEqualTo(50);
    }

    @Tag("thorough")
    @Test
    void qaLiveProvesEachLine_andRemovesWhatItMade() throws IOException {
        sync(GUESTS);
        int guests = call("GET", "teapot/guests", "").path("items").size();
        Shell.Answer answer = run(
                Optional.of(app),
                "qa",
                "--live",
                "--on",
                "teapot",
                "--on",
                "letterbox",
                "--json",
                "teapot-letterbox.rst");
        assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
        for (JsonNode line : Json.MAPPER.readTree(answer.out()).at("/documents/0/lines")) {
            boolean own = line.path("text").asText().startsWith("title -> note");
            assertThat(line.path("verdict").asText()).isEqualTo(own ? "extra" : "fulfilled");
            boolean unfit = line.path("text").asText().startsWith("id -> done");
            assertThat(line.path("detail").asText())
                    .as(line.toString())
                    .contains(
                            unfit
                                    ? ".id holds a number that is no boolean, and nobody can edit it, so that no value that fits"
                                            + " could be tried. Sync parks the property of such a record"
                                    : "proven: ");
            assertThat(line.path("detail").asText().contains("not proven: "))
                    .as(line.toString())
                    .isEqualTo(unfit);
        }
        assertThat(answer.out())
                .contains("which two candidates match, has no link", "which refers to nothing, has no link")
                .contains("which nothing matches, has no link", "whose key is empty, has no link")
                .contains("for which no match row is on, has no link")
                .contains("first teapot/guests/", ".kind := tall", "2026-10-25T02:30:00+02:00", "(270 characters)");
        Matcher said = Pattern.compile("at most (\\d+) calls.*It made (\\d+) calls", Pattern.DOTALL)
                .matcher(answer.err());
        assertThat(said.find()).as(answer.err()).isTrue();
        long most = Long.parseLong(said.group(1));
        assertThat(Long.parseLong(said.group(2))).isBetween(most / 2, most);
        assertThat(call("GET", "teapot/guests", "").path("items")).hasSize(guests);
    }

    @Tag("thorough")
    @Test
    void qaLiveRemovesWhatItMade_whenItIsStopped() throws IOException {
        sync(SHELVES);
        int shelves = call("GET", "teapot/shelves", "").path("items").size();
        LiveProof[] proof = new LiveProof[1];
        List<String> said = new ArrayList<>();
        proof[0] = new LiveProof(app, line -> {
            said.add(line);
            if (line.startsWith(ORDERS)) {
                proof[0].stop();
            }
        });
        List<CheckedLine> lines = proof[0].of(
                        checked(HEAD + SHELVES_BOTH_WAYS + ORDERS_AND_CUPS), Set.of("teapot", "letterbox"))
                .get(0)
                .lines();
        assertThat(lines)
                .filteredOn(line -> List.of(ORDERS, CUPS).contains(line.flow()))
                .allMatch(line -> line.detail().contains("it was not tried any more: it was stopped"));
        assertThat(lines).filteredOn(line -> line.flow().equals(SHELVES)).anyMatch(line -> line.detail()
                .contains("proven: "));
        assertThat(call("GET", "teapot/shelves", "").path("items")).hasSize(shelves);
        assertThat(said).noneMatch(line -> line.startsWith("Left behind"));
    }

    private static List<CheckedDocument> checked(String text) {
        DataflowDocument document = DocumentParser.parse("teapot-letterbox.rst", text);
        return List.of(Inspection.of(document, text, Optional.empty()));
    }

    @Tag("thorough")
    @Test
    void qaLiveShowsWhatIsNotCarried() throws IOException {
        Files.writeString(
                folder.resolve("teapot-letterbox.rst"),
                HEAD
                        + section(
                                "Teapot Guests",
                                "Letterbox Readers",
                                BEFORE,
                                row("mail", "contact.email"),
                                row("age", "contact.age", "\"integer\"")));
        run(Optional.of(app), "sync", GUESTS);
        run(Optional.of(app), "pause", GUESTS);
        Shell.Answer answer =
                run(Optional.of(app), "qa", "--live", "--on", "teapot", "--on", "letterbox", "teapot-letterbox.rst");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out())
                .contains("hold the same key, but are not linked")
                .contains("failed: ");
    }

    @Test
    void qaLiveRefusesSystemsThatNobodyNamed() {
        Shell.Answer answer = run(Optional.of(app), "qa", "--live", "--on", "teapot", "teapot-letterbox.rst");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("letterbox").contains("--on NAME");
    }

    @Test
    void createsWhatIsConnectedAlone() throws IOException {
        call("PATCH", "teapot/cups/5", "{\"connected_to_orders\":null}");
        assertThat(sync(CUPS).path("linked").asInt()).isEqualTo(4);
        assertThat(call("GET", "letterbox/parcels", "").path("items")).hasSize(4);
    }

    @Tag("thorough")
    @Test
    void mirroredSectionsCreateOnBothSides_once() throws IOException {
        call("POST", "letterbox/racks", "{\"title\":\"of the letterbox\"}");
        sync(SHELVES);
        sync(SHELVES);
        assertThat(call("GET", "letterbox/racks", "").path("items")).hasSize(6);
        assertThat(call("GET", "teapot/shelves", "").path("items"))
                .hasSize(6)
                .anyMatch(shelf -> shelf.path("name").asText().equals("of the letterbox"));
    }
}
