package io.tandem.invented;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Shell;
import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Two documents of three systems that nobody has seen before are imported, the stubs filled in for what these systems
 * really speak, and the flows run: linked, edited on each side, cleared, deleted, stopped, started, compared.
 */
class ImportedApiFlowTest extends ImportedApis {

    private static final String KEEPERS = "kelpworks-keepers--moorpost-correspondents";
    private static final String RAFTS = "kelpworks-rafts--moorpost-parcels";
    private static final String VATS = "moorpost-parcels--tallow-vats";

    private Kelpworks kelpworks;
    private Moorpost moorpost;
    private Tallow tallow;

    @BeforeEach
    void importsAndFillsIn() throws IOException {
        importAndFillIn(List.of("kelpworks-moorpost", "moorpost-tallow"), List.of("kelpworks", "moorpost", "tallow"));
        kelpworks = new Kelpworks();
        moorpost = new Moorpost();
        tallow = new Tallow();
        settings(Map.of(
                "kelpworks.url",
                kelpworks.url(),
                "kelpworks.key",
                "seaweed",
                "moorpost.url",
                moorpost.url(),
                "moorpost.token",
                "pigeon",
                "tallow.url",
                tallow.url(),
                "tallow.client",
                "tal",
                "tallow.secret",
                "low",
                "store.url",
                TestDatabase.H2.migratedUrl()));
    }

    @AfterEach
    void closesServers() {
        Stream.of(kelpworks, moorpost, tallow).forEach(InventedApi::close);
    }

    private JsonNode sync(String flow) throws IOException {
        return sync(flow, KEEPERS, RAFTS, VATS);
    }

    private void keepers() {
        for (int i = 1; i <= 5; i++) {
            kelpworks.put(
                    "keepers",
                    "{\"mail\":\"keeper" + i + "@Example.com\",\"fullName\":\"Keeper " + i + "\",\"berth\":" + i
                            + ",\"born\":" + (86_400_000L * i) + ",\"tags\":[\"a\",\"b\"],\"note\":\"ours alone\"}");
            moorpost.put(
                    "correspondents", "{\"contact\":{\"mail\":\"keeper" + i + "@example.com\",\"fax\":\"" + i + "\"}}");
        }
    }

    @Test
    void links_fillsEmptyProperties_andKeepsBothSidesInStep() throws IOException {
        keepers();
        start();
        JsonNode first = sync(KEEPERS);
        assertThat(first.path("linked").asInt()).as(first.toString()).isEqualTo(5);
        JsonNode two = correspondent("keeper2@example.com");
        assertThat(two.path("name").asText()).isEqualTo("Keeper 2");
        assertThat(two.path("birthday").asText()).isEqualTo("03.01.1970 00:00:00");
        assertThat(two.at("/box/number").asInt()).isEqualTo(2);
        assertThat(two.at("/contact/fax").asText()).isEqualTo("2");
        assertThat(two.path("labels").toString()).isEqualTo("[\"a\",\"b\"]");

        moorpost.put(
                "correspondents",
                "{\"id\":\"" + two.path("id").asText()
                        + "\",\"name\":\"Two\",\"birthday\":\"24.12.1999 08:00:00\",\"box\":{\"number\":null},\"labels\":[\"c\"]}");
        kelpworks.put("keepers", "{\"no\":3,\"fullName\":null,\"born\":946080000000}");
        sync(KEEPERS);
        assertThat(kelpworks.get("keepers", 2).toString())
                .contains(
                        "\"fullName\":\"Two\"", "\"born\":946022400000", "\"tags\":[\"c\"]", "\"note\":\"ours alone\"");
        assertThat(kelpworks.get("keepers", 2).path("berth").isNull()).isTrue();
        JsonNode three = correspondent("keeper3@example.com");
        assertThat(three.path("name").isNull()).isTrue();
        assertThat(three.path("birthday").asText()).isEqualTo("25.12.1999 00:00:00");

        int writes = kelpworks.writes.size() + moorpost.writes.size();
        sync(KEEPERS);
        assertThat(kelpworks.writes.size() + moorpost.writes.size()).isEqualTo(writes);
    }

    private JsonNode correspondent(String mail) {
        return moorpost.live("correspondents").stream()
                .filter(one -> one.at("/contact/mail").asText().equals(mail))
                .findFirst()
                .orElseThrow();
    }

    private void rafts() {
        for (int i = 1; i <= 5; i++) {
            kelpworks.put("rafts", "{\"title\":\"Raft " + i + "\",\"depth\":" + i + ".5,\"moored\":true}");
        }
    }

    @Tag("thorough")
    @Test
    void createsAlongAChainOfThree_once() throws IOException {
        rafts();
        String there = tallow.put("{\"vatName\":\"Raft 4\"}");
        start();
        sync(RAFTS);
        sync(VATS);
        assertThat(moorpost.live("parcels")).hasSize(5);
        assertThat(tallow.codes()).hasSize(5);
        assertThat(tallow.get(there).path("volume").asDouble()).isEqualTo(4.5);

        tallow.put("{\"code\":\"" + there + "\",\"vatName\":\"Tub 4\",\"volume\":8.25}");
        sync(VATS);
        sync(RAFTS);
        assertThat(kelpworks.get("rafts", 4).path("title").asText()).isEqualTo("Tub 4");
        assertThat(kelpworks.get("rafts", 4).path("depth").decimalValue()).isEqualByComparingTo("8.25");
        assertThat(kelpworks.all("rafts")).hasSize(5);
        assertThat(moorpost.live("parcels")).hasSize(5);
        assertThat(tallow.codes()).hasSize(5);
    }

    /** The version stands in a header that lists don't have: it is read just before, and the write hangs on it. */
    @Tag("thorough")
    @Test
    void losesNoEditThatComesBetween() throws IOException {
        keepers();
        start();
        sync(KEEPERS);
        kelpworks.beforeNextWrite =
                () -> kelpworks.put("keepers", "{\"no\":2,\"note\":\"edited in between\",\"berth\":77}");
        moorpost.put(
                "correspondents",
                "{\"id\":\"" + correspondent("keeper2@example.com").path("id").asText() + "\",\"name\":\"Two\"}");
        sync(KEEPERS);
        assertThat(kelpworks.get("keepers", 2).toString())
                .contains("\"fullName\":\"Two\"", "\"note\":\"edited in between\"", "\"berth\":77");
        assertThat(correspondent("keeper2@example.com").at("/box/number").asInt())
                .isEqualTo(77);
    }

    /** An API with neither keys nor references: a person has to look whether the lost create was carried out. */
    @Test
    void makesNothingTwice_whereTheApiCanNotTell() throws IOException {
        rafts();
        start();
        run("sync", RAFTS);
        tallow.loseNextAnswer = true;
        run("sync", VATS);
        assertThat(tallow.codes()).hasSize(5);
        Shell.Answer parked = run("parked");
        assertThat(parked.out())
                .contains("whether a tallow/vats was made for moorpost/parcels/", "tandem link " + VATS);
        assertThat(parked.out().lines().filter(line -> line.matches("\\d+  .*")))
                .hasSize(1);

        run("sync", VATS);
        assertThat(tallow.codes()).hasSize(5);
        String parcel = parked.out().replaceFirst("(?s).*moorpost/parcels/(\\S+).*", "$1");
        Shell.Answer linked = run("link", VATS, parcel, "V-0001");
        assertThat(linked.code()).as(linked.toString()).isZero();
        assertThat(sync(VATS).path("linked").asInt()).isEqualTo(5);
        assertThat(run("parked").out()).doesNotContain("tallow");

        moorpost.put("parcels", "{\"label\":\"late\"}");
        tallow.beforeNextWrite = () -> {
            throw new IllegalStateException("the server broke off before it did anything");
        };
        run("sync", VATS);
        assertThat(tallow.codes()).hasSize(5);
        run("retry", "--all");
        sync(VATS);
        assertThat(tallow.codes()).hasSize(6);
    }

    @Tag("thorough")
    @Test
    void deletesGoOn_whereTheyAreToBePropagated_alsoAfterAStop() throws IOException {
        for (String flow : List.of(RAFTS, VATS)) {
            Path file = home.resolve("config/flows/" + flow + ".yaml");
            Files.writeString(file, Files.readString(file).replace("deletes: keep", "deletes: propagate"));
        }
        overrides.put("store.url", "jdbc:h2:file:" + folder.resolve("store"));
        rafts();
        start();
        sync(RAFTS);
        sync(VATS);
        app.close();
        app = null;

        kelpworks.remove("rafts", 2);
        kelpworks.put("rafts", "{\"no\":3,\"title\":\"Raft three\"}");
        start();
        sync(RAFTS);
        assertThat(moorpost.live("parcels")).hasSize(5);
        Shell.Answer compared = run("reconcile", RAFTS, VATS);
        assertThat(compared.code()).as(compared.toString()).isZero();
        sync(VATS);
        assertThat(moorpost.live("parcels")).hasSize(4);
        assertThat(tallow.codes()).hasSize(4);
        assertThat(tallow.codes().stream().map(tallow::get))
                .anyMatch(vat -> vat.path("vatName").asText().equals("Raft three"));

        int writes = kelpworks.writes.size() + moorpost.writes.size() + tallow.writes.size();
        sync(RAFTS);
        sync(VATS);
        assertThat(kelpworks.writes.size() + moorpost.writes.size() + tallow.writes.size())
                .isEqualTo(writes);
    }

    @Test
    void checkConnectSaysWhatInADescriptorDoesNotFit() throws IOException {
        keepers();
        Shell.Answer right = run("check", "--connect");
        assertThat(right.out())
                .as(right.toString())
                .contains("tallow/vats: its list is empty")
                .doesNotContain("kelpworks/keepers:", "moorpost/correspondents: no row of its list shows id");

        Path file = home.resolve("config/systems/kelpworks.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("modified: touchedAt", "modified: changedAt")
                        .replaceFirst("berth: writable", "berth: {path: place.berth}")
                        .replaceFirst("GET /keepers/\\{id}", "GET /rafts/{id}"));
        Shell.Answer wrong = run("check", "--connect");
        assertThat(wrong.out())
                .contains("kelpworks/keepers: no row of its list shows modified, at changedAt")
                .contains("kelpworks/keepers: no row of its list shows the property berth, at place.berth")
                .contains("kelpworks/keepers: read_many does not find the record 1")
                .doesNotContain("Example.com");
    }

    @Tag("thorough")
    @ParameterizedTest
    @OnOneDatabase
    void qaLiveProvesEachLine_againstTheseApis(TestDatabase database) throws IOException {
        overrides.put("store.url", database.migratedUrl());
        overrides.put("store.user", database.user);
        keepers();
        rafts();
        start();
        sync(RAFTS);
        assertProven(qaLive());
        assertThat(kelpworks.all("keepers")).hasSize(5);
        assertThat(kelpworks.all("rafts")).hasSize(5);
        assertThat(tallow.codes()).hasSize(5);
    }

    private Shell.Answer qaLive() {
        return run(
                "qa",
                "--live",
                "--on",
                "kelpworks",
                "--on",
                "moorpost",
                "--on",
                "tallow",
                "--json",
                "kelpworks-moorpost.rst",
                "moorpost-tallow.rst");
    }

    @Tag("thorough")
    @Test
    void qaLiveNamesWhatItLeavesBehind_whenASystemFailsInBetween() throws IOException {
        keepers();
        start();
        run("sync", KEEPERS);
        kelpworks.breaksDownAfter(9);
        Shell.Answer answer = qaLive();
        assertThat(answer.out()).contains("it was not tried any more");
        assertThat(answer.err()).contains("Left behind: kelpworks/keepers/6 could not be removed");
    }
}
