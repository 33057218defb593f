package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.system.EntityClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;

/** Every conflict is recorded (rule 5), even if the process dies with the write that settles it. */
class ConflictRecordFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");

    /** Found by the simulation: after the restart both sides agreed, and nobody knew of the value that had lost. */
    @ParameterizedTest
    @OnOneDatabase
    void recordsTheConflict_whenTheProcessDiesRightAfterTheWriteThatSettledIt(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            try (TestEngine engine = engine(store, projects)) {
                engine.sync();
            }
            projects.edit("1", Map.of("name", "theirs, and lost"));
            tickets.edit("1", Map.of("subject", "ours, and later"));
            try (TestEngine engine = engine(store, new Dying(projects, true))) {
                engine.sync();
            }
            assertThat(projects.text("1", "name")).isEqualTo("ours, and later");

            try (TestEngine engine = engine(store, projects)) {
                engine.sync();
            }
            List<Conflicts.Conflict> recorded = store.jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id()));
            assertThat(recorded).singleElement().satisfies(conflict -> assertThat(conflict.state())
                    .isEqualTo("resolved"));
        }
    }

    private TestEngine engine(Database store, EntityClient target) {
        return new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock);
    }
}
