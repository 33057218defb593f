package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 11: a stamp in the system's own future, of one record, or of all while its clock was wrong, hides no edit that is
 * made after it.
 */
class FutureStampsTest {

    private static final EntityKey JOB = EntityKey.parse("pms/job");
    private static final Instant NOW = Instant.now();

    @TempDir
    Path home;

    private final List<Instant> asked = new ArrayList<>();
    private final List<String> watermarks = new ArrayList<>();
    private Instant greatest = NOW;

    @AutoClose
    private final StubbedSystem pms = StubbedSystem.answering(this::list);

    private StubbedSystem.Reply list(String line, JsonNode body) {
        Instant since =
                Instant.parse(URLDecoder.decode(line, StandardCharsets.UTF_8).replaceAll(".*since=([^&]*).*", "$1"));
        asked.add(since);
        ObjectNode answer = Json.MAPPER.createObjectNode().put("total", 2);
        ArrayNode items = answer.putArray("items");
        Map.of("1", NOW.minusSeconds(600), "2", greatest).forEach((id, stamp) -> {
            if (!stamp.isBefore(since)) {
                items.addObject().put("id", id).put("name", "n").put("touched", stamp.toString());
            }
        });
        answer.put("next", !items.isEmpty() ? greatest.toString() : since.toString());
        return StubbedSystem.Reply.json(answer.toString());
    }

    private void open(String paging, boolean ordered) throws Exception {
        String descriptor = """
                system: pms
                title: A system that serves lists
                settings: {url: {}, key: {secret: true}}
                clients: {api: {url: "{pms.url}", auth: [{bearer: "{pms.key}"}]}}
                entities:
                  job:
                    modified: touched
                    overlap: 60s
                    properties: {name: read_only}
                    fetch:
                      call: GET /jobs
                      paging: %s
                      since: {since: "{since}", skip: "{skip}", page: "{page}"}
                      items: items
                      %s
                      ordered: %s
                """.formatted(paging, paging.equals("time") ? "next: next" : "total: total", ordered);
        pms.open(home, descriptor);
    }

    /** @return the ids of the records that are fetched */
    private List<String> fetch(String watermark) {
        asked.clear();
        List<String> ids = new ArrayList<>();
        pms.entity(JOB).fetch(watermark, Set.of("name"), page -> {
            page.records().forEach(record -> ids.add(record.key().id()));
            if (page.watermark() != null) {
                watermarks.add(page.watermark());
            }
        });
        return ids;
    }

    private Instant watermark() {
        String last = watermarks.get(watermarks.size() - 1);
        return Instant.parse(last.substring(last.indexOf(':') + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "offset, true, PT2H",
        "offset, true, PT23H",
        "offset, false, PT2H",
        "page, true, P3650D",
        "time, true, PT2H",
        "time, true, P400D"
    })
    void theNextWalkStartsAtNoLaterMomentThanTheSystemsOwnNow(String paging, boolean ordered, Duration ahead)
            throws Exception {
        greatest = NOW.plus(ahead);
        open(paging, ordered);
        assertThat(fetch(null)).contains("1", "2");
        assertThat(watermark()).isBefore(NOW.plusSeconds(60));
        assertThat(fetch(watermarks.get(watermarks.size() - 1)))
                .as("it shows what is edited, and comes to its end")
                .contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset", "page", "time"})
    void aStoredMomentInTheFutureVouchesForNothing_andAllIsFetched(String paging) throws Exception {
        open(paging, true);
        for (String stored : List.of("stamp:" + NOW.plusSeconds(3_600), "exact:" + NOW.plusSeconds(90))) {
            assertThat(fetch(stored)).contains("1", "2");
            assertThat(asked).contains(Instant.EPOCH);
            assertThat(watermark()).isBefore(NOW.plusSeconds(60));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset", "page", "time"})
    void aMomentWithinTheOverlapIsGoodEnough(String paging) throws Exception {
        open(paging, true);
        assertThat(fetch("stamp:" + NOW.plusSeconds(30))).contains("2");
        assertThat(asked).doesNotContain(Instant.EPOCH);
    }
}
