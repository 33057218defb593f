package io.tandem.invented;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A system whose lists are searches by POST, and which takes nothing but whole records: imported, filled in, and run. */
class ImportedWholeRecordsFlowTest extends ImportedBrightloom {

    private static final String WEAVERS = "brightloom-weavers--gristmill-millers";
    private static final String SKEINS = "brightloom-skeins--gristmill-sacks";

    private Gristmill gristmill;

    @BeforeEach
    void importsAndFillsIn() throws IOException {
        gristmill = new Gristmill();
        importWith("gristmill", Map.of("gristmill.url", gristmill.url(), "gristmill.key", "flour"));
        Path flow = home.resolve("config/flows/" + WEAVERS + ".yaml");
        Files.writeString(
                flow,
                Files.readString(flow)
                        .replace("target: fullName,", "target: fullName, conflict: target,")
                        .replace("target: mill.stones,", "target: mill.stones, conflict: source,"));
        for (int i = 1; i <= 5; i++) {
            brightloom.put(
                    "Weavers",
                    "{\"Email\":\"w" + i + "@example.com\",\"FullName\":\"Weaver " + i + "\",\"Loom\":{\"Width\":" + i
                            + "},\"Started\":\"2001-02-0" + i + "\"}");
            gristmill.put(
                    "millers",
                    "",
                    "{\"email\":\"w" + i + "@example.com\",\"mill\":{\"river\":\"Ouse\"},\"cats\":[1,2]}");
            skein(i);
        }
        start();
        sync();
    }

    @AfterEach
    void closesGristmill() {
        gristmill.close();
    }

    private JsonNode sync() throws IOException {
        return sync(WEAVERS, WEAVERS, SKEINS);
    }

    private ObjectNode miller(int number) {
        return gristmill.all("millers").get(number - 1);
    }

    private void editMiller(int number, String values) {
        gristmill.put("millers", miller(number).path("number").asText(), values);
    }

    @Test
    void writesWholeRecords_andLosesNothingThatNoRowMaps() throws IOException {
        assertThat(sync().path("linked").asInt()).isEqualTo(5);
        for (int i = 1; i <= 5; i++) {
            assertThat(miller(i).path("fullName").asText()).isEqualTo("Weaver " + i);
            assertThat(miller(i).path("mill").toString()).isEqualTo("{\"river\":\"Ouse\",\"stones\":" + i + "}");
            assertThat(miller(i).path("cats").toString()).isEqualTo("[1,2]");
        }
        assertThat(gristmill.all("sacks"))
                .hasSize(5)
                .anyMatch(sack -> sack.path("kilos").decimalValue().doubleValue() == 4.25);
    }

    @Tag("thorough")
    @Test
    void carriesEditsAndClearsBothWays_andThenRests() throws IOException {
        editMiller(2, "{\"fullName\":\"Two\",\"since\":null}");
        brightloom.put(
                "Weavers", weaver(4).put("FullName", "Four").putNull("Started").toString());
        sync();

        assertThat(weaver(2).path("FullName").asText()).isEqualTo("Two");
        assertThat(weaver(2).path("Started").isNull()).isTrue();
        assertThat(miller(4).path("fullName").asText()).isEqualTo("Four");
        assertThat(miller(4).path("since").isNull()).isTrue();
        assertThat(miller(4).path("cats").toString()).isEqualTo("[1,2]");

        int writes = brightloom.writes.size() + gristmill.writes.size();
        sync();
        assertThat(brightloom.writes.size() + gristmill.writes.size()).isEqualTo(writes);
    }

    @Tag("thorough")
    @Test
    void endsConflictsOnEitherSide_asTheirRowsSay() throws IOException {
        brightloom.put(
                "Weavers",
                weaver(1)
                        .put("FullName", "ours")
                        .<ObjectNode>set("Loom", InventedApi.object("{\"Width\":70}"))
                        .toString());
        editMiller(1, "{\"fullName\":\"theirs\",\"mill\":{\"river\":\"Nene\",\"stones\":71}}");
        sync();

        assertThat(weaver(1).path("FullName").asText()).isEqualTo("theirs");
        assertThat(miller(1).path("fullName").asText()).isEqualTo("theirs");
        assertThat(weaver(1).at("/Loom/Width").asInt()).isEqualTo(70);
        assertThat(miller(1).path("mill").toString()).isEqualTo("{\"river\":\"Nene\",\"stones\":70}");
    }

    /** Nothing makes the write conditional: the record is read just before it, and what somebody changed by then stays. */
    @Tag("thorough")
    @Test
    void losesNoEditThatCameAfterTheLook() throws IOException {
        brightloom.beforeNextWrite = () -> editMiller(1, "{\"cats\":[3],\"since\":\"1999-09-09\"}");
        brightloom.put("Weavers", weaver(1).put("FullName", "One").toString());
        editMiller(2, "{\"fullName\":\"Two\"}");
        sync();

        assertThat(miller(1).path("fullName").asText()).isEqualTo("One");
        assertThat(miller(1).path("cats").toString()).isEqualTo("[3]");
        assertThat(miller(1).path("since").asText()).isEqualTo("1999-09-09");
        assertThat(weaver(1).path("Started").asText()).isEqualTo("1999-09-09");
    }

    @Test
    void makesNothingTwice_whereAnAnswerIsLost() throws IOException {
        brightloom.put("Skeins", "{\"Colour\":\"late\",\"Weight\":1}");
        gristmill.loseNextAnswer = true;
        run("sync", SKEINS);
        sync();
        assertThat(gristmill.all("sacks")).hasSize(6);
    }

    @Tag("thorough")
    @Test
    void checkConnectAndQaLiveFindNothing() throws IOException {
        assertFindsAll(run("check", "--connect"));
        assertProven(
                run("qa", "--live", "--on", "brightloom", "--on", "gristmill", "--json", "brightloom-gristmill.rst"));
        assertThat(brightloom.all("Weavers")).hasSize(5);
        assertThat(gristmill.all("millers")).hasSize(5);
        assertThat(gristmill.all("sacks")).hasSize(5);
    }
}
