package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is stopped for longer than its leases last, another one works on its flows, and then it goes on. */
class OvertakenFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.bothWays(Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name")));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");

    private void sync(Database store, EntityClient target) {
        try (TestEngine engine =
                new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock)) {
            engine.sync();
        }
    }

    /** What it creates can be looked up only a good while later. */
    private EntityClient slow() {
        EntityFacts facts = projects.facts();
        return new PassingOn(projects) {
            @Override
            public EntityFacts facts() {
                return new EntityFacts(
                        facts.key(),
                        facts.properties(),
                        facts.idSpace(),
                        facts.needed(),
                        facts.operations(),
                        facts.readLag(),
                        Duration.ofHours(1),
                        facts.lockedWhen(),
                        facts.createsOnce(),
                        facts.idForm(),
                        facts.parallel());
            }
        };
    }

    /** Seed 932041: the other one left the create to a later look-up, and nobody looked again. */
    @ParameterizedTest
    @OnOneDatabase
    void whatItWasToCreate_isCreatedLater_whenItsChunkFailsBeforeThat(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            tickets.add("2", Map.of("subject", "another"));
            sync(store, new PassingOn(projects) {
                @Override
                public List<WriteResult> write(List<Write> writes, Set<String> properties) {
                    clock.pass(Duration.ofMinutes(1));
                    sync(store, slow());
                    throw new SystemException.Unavailable("pms", "it can't be reached", null);
                }
            });
            clock.pass(Duration.ofHours(2));

            sync(store, projects);

            assertThat(projects.all())
                    .extracting(record -> record.values().get("name").asText())
                    .containsExactlyInAnyOrder("second", "another");
        }
    }
}
