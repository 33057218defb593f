package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.RoundFailures;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.store.StartedCreates;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** The creates of a chunk stand in one row while they are under way, and none is lost or made twice for that (rule 10). */
class StartedCreatesFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));

    private interface Call {
        List<WriteResult> on(List<Write> writes, Set<String> properties);
    }

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");
    private final List<String> during = new ArrayList<>();

    private RoundFailures sync(Database store, Flow flow, Call call) {
        PassingOn target = new PassingOn(projects) {
            @Override
            public List<WriteResult> write(List<Write> writes, Set<String> properties) {
                during.add(standing(store));
                return call.on(writes, properties);
            }
        };
        try (TestEngine engine =
                new TestEngine(store, List.of(flow), Map.of(TICKETS, tickets, PROJECTS, target), clock)) {
            return engine.sync();
        }
    }

    private static String standing(Database store) {
        return store.jdbi().withHandle(h -> {
            List<String> links = new ArrayList<>();
            Links.each(h, List.of(FLOW.id()), link -> links.add(link.state().word()));
            return StartedCreates.of(h, FLOW.id()).size() + " started, links " + links;
        });
    }

    private void three() {
        List.of("1", "2", "3").forEach(id -> tickets.add(id, Map.of("subject", "s" + id)));
    }

    private List<String> names() {
        return projects.all().stream()
                .map(record -> record.values().get("name").asText())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @OnOneDatabase
    void standInOneRow_untilTheirLinksAreStored(TestDatabase database) {
        try (Database store = database.open()) {
            three();
            sync(store, FLOW, projects::write);
            assertThat(during).containsExactly("3 started, links []");
            assertThat(standing(store)).isEqualTo("0 started, links [linked, linked, linked]");
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void standOneByOne_whereFlowsMeet(TestDatabase database) {
        try (Database store = database.open()) {
            three();
            sync(store, Flows.bothWays(FLOW), projects::write);
            assertThat(during).containsExactly("0 started, links [creating, creating, creating]");
        }
    }

    /** All were made, and nothing of it was stored. */
    @ParameterizedTest
    @OnOneDatabase
    void areFoundByTheNextRound_whenTheProcessEndsInTheMiddle(TestDatabase database) {
        try (Database store = database.open()) {
            three();
            assertThat(sync(store, FLOW, (writes, properties) -> {
                                projects.write(writes, properties);
                                throw new OutOfMemoryError("a test says so");
                            })
                            .stopped())
                    .hasEntrySatisfying(FLOW.id(), why -> assertThat(why).startsWith("Java has no memory left"));
            assertThat(standing(store)).isEqualTo("3 started, links []");
            sync(store, FLOW, projects::write);
            assertThat(names()).containsExactly("s1", "s2", "s3");
            assertThat(standing(store)).isEqualTo("0 started, links [linked, linked, linked]");
        }
    }

    @Test
    void areListedAsCreating_afterTheProcessEnded(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("store");
        Link creating = Link.creating(FLOW.id(), Side.SOURCE, "a \"b\" 😀", "key", clock.instant());
        try (Database store = Database.open(url, null, null)) {
            store.jdbi().useTransaction(h -> StartedCreates.add(h, List.of(creating)));
        }
        try (Database store = Database.open(url, null, null)) {
            store.jdbi()
                    .useHandle(h -> assertThat(Links.holding(h, FLOW.id(), Side.SOURCE, List.of(creating.sourceId()))
                                    .values())
                            .extracting(link -> link.stored(0, 0))
                            .containsExactly(creating));
            assertThat(standing(store)).isEqualTo("0 started, links [creating]");
        }
    }

    /** Its lease ran out while it waited for its answer. */
    @ParameterizedTest
    @OnOneDatabase
    void areLeftToAnotherWorker_thatTookThemInBetween(TestDatabase database) {
        try (Database store = database.open()) {
            three();
            sync(store, FLOW, (writes, properties) -> {
                List<WriteResult> results = projects.write(writes, properties);
                store.jdbi().useTransaction(h -> StartedCreates.settle(h, FLOW.id()));
                return results;
            });
            assertThat(standing(store)).isEqualTo("0 started, links [creating, creating, creating]");
            sync(store, FLOW, projects::write);
            assertThat(names()).containsExactly("s1", "s2", "s3");
            assertThat(standing(store)).isEqualTo("0 started, links [linked, linked, linked]");
        }
    }

    /** A text for each record, together more than one value of the store may have. */
    @ParameterizedTest
    @OnOneDatabase
    void standInSeveralRows_whereOneWouldBeTooLong(TestDatabase database) {
        try (Database store = database.open()) {
            for (int i = 0; i < 10; i++) {
                tickets.add("" + i, Map.of("subject", i + "x".repeat(150_000)));
            }
            sync(store, FLOW, projects::write);
            assertThat(during).containsExactly("10 started, links []");
            assertThat(names()).hasSize(10);
        }
    }
}
