package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Person;
import io.tandem.kit.Shell;
import io.tandem.kit.Site;
import io.tandem.kit.TestDatabase;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** One number of open conflicts, wherever it is shown: lists, {@code sync --json}, metrics and MBeans. */
class ConflictCountsTest {

    private static final String FLOW = "zendesk-organizations--custompms-customer";

    @TempDir
    Path home;

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
    private final Person person = new Person(sandbox);
    private final Map<String, String> organizations = new TreeMap<>();
    private Site site;

    @AfterEach
    void shut() {
        site.close();
        sandbox.close();
    }

    private void start(TestDatabase database) {
        site = new Site(home, sandbox, List.of("zendesk", "custompms"));
        site.change("config/flows/" + FLOW + ".yaml", "conflict: latest", "conflict: manual");
        site.change("config/flows/" + FLOW + ".yaml", "extra: []", "extra: [{source: name, target: name}]");
        Map<String, String> settings = new TreeMap<>(Map.of("store.url", database.migratedUrl()));
        if (database.user != null) {
            settings.put("store.user", database.user);
        }
        site.start(settings);
    }

    private JsonNode answer(String... command) throws IOException {
        return Json.MAPPER.readTree(Shell.typed(home, home, "tester", Optional.of(site.app()), command)
                .out());
    }

    private void edit(String name) {
        JsonNode customer = StreamSupport.stream(
                        person.pms("GET", "customers?limit=100", null)
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
        person.pms("PATCH", "customers/" + customer.path("id").asText(), "{\"name\":\"" + name + " here\"}");
        person.zendesk(
                "PUT",
                "organizations/" + organizations.get(name) + ".json",
                "{\"organization\":{\"name\":\"" + name + " there\"}}");
    }

    private void assertOpen(int wanted) throws IOException {
        JsonNode synced = answer("sync", FLOW, "--json").path("flows").path(0);
        long listed = StreamSupport.stream(answer("conflicts", FLOW, "--json").spliterator(), false)
                .filter(one -> one.path("state").asText().equals("open"))
                .count();
        ApplicationView view = site.app().view();
        try (Metrics metrics = new Metrics(view)) {
            assertThat(view.parts().numbers().scrape())
                    .contains("tandem_conflicts{flow=\"" + FLOW + "\"} " + wanted + ".0");
        }
        assertThat(listed).isEqualTo(wanted);
        assertThat(synced.path("conflicts").asInt(-1)).as(synced.toString()).isEqualTo(wanted);
        assertThat(view.totals(site.flow(FLOW)).conflicts()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @OnOneDatabase
    void agree_afterEachDecision(TestDatabase database) throws Exception {
        start(database);
        for (String name : List.of("Alder", "Birch", "Cedar", "Dogwood")) {
            organizations.put(
                    name,
                    person.zendesk("POST", "organizations.json", "{\"organization\":{\"name\":\"" + name + "\"}}")
                            .path("organization")
                            .path("id")
                            .asText());
        }
        assertOpen(0);
        organizations.keySet().forEach(this::edit);
        assertOpen(4);

        long first = answer("conflicts", FLOW, "--json").path(0).path("id").asLong();
        assertThat(answer("resolve", String.valueOf(first), "source", "--json")
                        .path("changed")
                        .asInt())
                .isEqualTo(1);
        assertOpen(3);
        answer("unlink", FLOW, organizations.get("Birch"), "--json");
        assertOpen(2);
        person.zendesk("DELETE", "organizations/" + organizations.get("Cedar") + ".json", null);
        assertOpen(1);
    }
}
