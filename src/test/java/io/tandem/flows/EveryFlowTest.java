package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;

/** A flow that creates: every source record has one target, kept in step both ways, on both databases. */
class EveryFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "status");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");

    private interface Story {
        void tell(TestEngine engine);
    }

    private void on(TestDatabase database, Story story) {
        try (Database store = database.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, projects), clock)) {
            story.tell(engine);
        }
    }

    private String nameFor(String ticket) {
        return projects.lookUp(List.of("desk/tickets/" + ticket), java.util.Set.of("name"))
                .found()
                .get("desk/tickets/" + ticket)
                .values()
                .get("name")
                .asText();
    }

    @ParameterizedTest
    @OnOneDatabase
    void createsEachTargetOnce_inBatches(TestDatabase database) {
        for (int i = 0; i < 450; i++) {
            tickets.add("t" + i, Map.of("subject", "subject " + i));
        }
        on(database, engine -> {
            engine.sync();
            assertThat(projects.all()).hasSize(450);
            assertThat(projects.calls("write")).isEqualTo(3);
            assertThat(engine.counts(FLOW).created()).isEqualTo(450);
            engine.sync();
            assertThat(projects.all()).hasSize(450);
            assertThat(projects.calls("write")).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void carriesEditsBothWays_andRecognisesItsEcho(TestDatabase database) {
        tickets.add("1", Map.of("subject", "first"));
        on(database, engine -> {
            engine.sync();
            tickets.edit("1", Map.of("subject", "from the ticket"));
            engine.sync();
            assertThat(nameFor("1")).isEqualTo("from the ticket");
            projects.edit("1", Map.of("name", "from the project"));
            engine.sync();
            assertThat(tickets.text("1", "subject")).isEqualTo("from the project");
            int writes = tickets.calls("write") + projects.calls("write");
            engine.sync();
            assertThat(tickets.calls("write") + projects.calls("write")).isEqualTo(writes);
            assertThat(engine.counts(FLOW).seen(Side.SOURCE)).isZero();
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void laterEditWins_andTheConflictIsRecorded(TestDatabase database) {
        tickets.add("1", Map.of("subject", "first"));
        on(database, engine -> {
            engine.sync();
            projects.edit("1", Map.of("name", "earlier"));
            clock.pass(Duration.ofSeconds(10));
            tickets.edit("1", Map.of("subject", "later"));
            engine.sync();
            assertThat(nameFor("1")).isEqualTo("later");
            assertThat(tickets.text("1", "subject")).isEqualTo("later");
            List<Conflicts.Conflict> conflicts =
                    engine.engine().jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id()));
            assertThat(conflicts).singleElement().satisfies(conflict -> assertThat(conflict.state())
                    .isEqualTo("resolved"));
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void clearingIsAChange(TestDatabase database) {
        tickets.add("1", Map.of("subject", "first"));
        on(database, engine -> {
            engine.sync();
            java.util.HashMap<String, String> cleared = new java.util.HashMap<>();
            cleared.put("name", null);
            projects.edit("1", cleared);
            engine.sync();
            assertThat(tickets.text("1", "subject")).isNull();
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void deletedTargetIsNotRecreated_andResumesWhenRestored(TestDatabase database) {
        tickets.add("1", Map.of("subject", "first"));
        on(database, engine -> {
            engine.sync();
            projects.presence("1", Presence.DELETED);
            engine.sync();
            tickets.edit("1", Map.of("subject", "edited in between"));
            engine.sync();
            assertThat(projects.all()).hasSize(1);
            projects.presence("1", Presence.LIVE);
            engine.sync();
            assertThat(nameFor("1")).isEqualTo("edited in between");
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void sourceFirstSeenDeletedGetsNoTarget(TestDatabase database) {
        tickets.add("1", Map.of("subject", "first"));
        tickets.presence("1", Presence.DELETED);
        on(database, engine -> {
            engine.sync();
            assertThat(projects.all()).isEmpty();
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void lockedTicketKeepsItsValue_andTheEditIsListedAsDrift(TestDatabase database) {
        tickets.add("1", Map.of("subject", "first"));
        on(database, engine -> {
            engine.sync();
            tickets.edit("1", Map.of("status", "closed"));
            projects.edit("1", Map.of("name", "stays here"));
            engine.sync();
            assertThat(tickets.text("1", "subject")).isEqualTo("first");
            FlowTotals totals =
                    FlowTotals.of(engine.engine().jdbi(), engine.engine().waiting(), FLOW);
            assertThat(totals.drift()).isEqualTo(1);
            assertThat(totals.parked() + totals.conflicts()).isZero();
        });
    }
}
