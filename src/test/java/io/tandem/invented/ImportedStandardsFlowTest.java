package io.tandem.invented;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A document of two systems that speak what many do, OData and JSON:API: imported, its stubs filled in, and run. */
class ImportedStandardsFlowTest extends ImportedBrightloom {

    private static final String WEAVERS = "brightloom-weavers--pondwatch-members";
    private static final String SKEINS = "brightloom-skeins--pondwatch-ponds";

    private Pondwatch pondwatch;

    @BeforeEach
    void importsAndFillsIn() throws IOException {
        pondwatch = new Pondwatch();
        importWith(
                "pondwatch",
                Map.of("pondwatch.url", pondwatch.url(), "pondwatch.user", "ada", "pondwatch.password", "lace"));
        for (int i = 1; i <= 5; i++) {
            brightloom.put(
                    "Weavers",
                    "{\"Email\":\"w" + i + "@Example.com\",\"FullName\":\"Weaver " + i + "\",\"Loom\":{\"Width\":" + i
                            + ",\"Maker\":\"M\"},\"Started\":\"2001-02-0" + i + "\"}");
            pondwatch.put("members", "", "{\"email\":\"w" + i + "@example.com\",\"colour\":\"ours alone\"}");
            skein(i);
        }
        start();
        sync();
    }

    @AfterEach
    void closesPondwatch() {
        pondwatch.close();
    }

    private JsonNode sync() throws IOException {
        return sync(WEAVERS, WEAVERS, SKEINS);
    }

    private JsonNode member(int number) {
        return pondwatch.all("members").get(number - 1);
    }

    @Test
    void links_createsOnce_andKeepsBothSidesInStep() throws IOException {
        assertThat(sync().path("linked").asInt()).isEqualTo(5);
        assertThat(member(3).path("attributes").toString())
                .contains(
                        "\"name\":\"Weaver 3\"",
                        "\"loom-width\":3",
                        "\"joined-on\":\"2001-02-03\"",
                        "\"colour\":\"ours alone\"");
        assertThat(pondwatch.all("ponds"))
                .hasSize(5)
                .anyMatch(pond -> pond.at("/attributes/depth").decimalValue().doubleValue() == 4.25);

        pondwatch.put("members", member(2).path("id").asText(), "{\"name\":\"Two\",\"loom-width\":22}");
        brightloom.put(
                "Weavers", weaver(4).put("FullName", "Four").putNull("Started").toString());
        sync();
        assertThat(weaver(2).path("FullName").asText()).isEqualTo("Two");
        assertThat(weaver(2).path("Loom").toString()).isEqualTo("{\"Width\":22,\"Maker\":\"M\"}");
        assertThat(member(4).at("/attributes/name").asText()).isEqualTo("Four");
        assertThat(member(4).at("/attributes/joined-on").isNull()).isTrue();

        int writes = brightloom.writes.size() + pondwatch.writes.size();
        sync();
        assertThat(brightloom.writes.size() + pondwatch.writes.size()).isEqualTo(writes);
    }

    /** The ETag is a member of the record whose name has a dot. */
    @Tag("thorough")
    @Test
    void losesNoEditThatComesBetween() throws IOException {
        String id = weaver(1).path("Id").asText();
        brightloom.beforeNextWrite = () -> brightloom.put("Weavers", "{\"Id\":\"" + id + "\",\"Loom\":{\"Width\":77}}");
        pondwatch.put("members", member(1).path("id").asText(), "{\"name\":\"One\"}");
        sync();
        assertThat(weaver(1).path("FullName").asText()).isEqualTo("One");
        assertThat(weaver(1).at("/Loom/Width").asInt()).isEqualTo(77);
        assertThat(member(1).at("/attributes/loom-width").asInt()).isEqualTo(77);
    }

    @Tag("thorough")
    @Test
    void makesNothingTwice_whereAnAnswerIsLost() throws IOException {
        brightloom.put("Skeins", "{\"Colour\":\"late\",\"Weight\":1}");
        pondwatch.loseNextAnswer = true;
        run("sync", SKEINS);
        sync();
        assertThat(pondwatch.all("ponds")).hasSize(6);
    }

    @Tag("thorough")
    @Test
    void checkConnectAndQaLiveFindNothing() throws IOException {
        assertFindsAll(run("check", "--connect"));
        assertProven(
                run("qa", "--live", "--on", "brightloom", "--on", "pondwatch", "--json", "brightloom-pondwatch.rst"));
        assertThat(brightloom.all("Weavers")).hasSize(5);
        assertThat(brightloom.all("Skeins")).hasSize(5);
        assertThat(pondwatch.all("ponds")).hasSize(5);
    }
}
