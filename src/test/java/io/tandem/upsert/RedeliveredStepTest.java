package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Parked;
import io.tandem.system.SystemException;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site may let Camel try a failed step again (the exchange contract): nothing is made twice, and nothing is parked for it. */
class RedeliveredStepTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");
    private final Answering target = new Answering(projects);
    private final Database store = TestDatabase.H2.open();
    private final TestEngine engine =
            new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock, 2);

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private void failOnce() {
        boolean[] failed = {false};
        target.said = write -> {
            boolean first = !failed[0];
            failed[0] = true;
            return first ? unavailable() : null;
        };
    }

    private static WriteResult unavailable() {
        throw new SystemException.Unavailable("pms", "pms can't be reached", null);
    }

    private void sync() {
        assertThat(engine.sync().stopped()).isEmpty();
        clock.pass(Duration.ofDays(2));
        assertThat(engine.sync().stopped()).isEmpty();
        List<Parked> parked = store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
        assertThat(parked).isEmpty();
    }

    @Test
    void makesNoSecondRecord() {
        tickets.add("1", Map.of("subject", "one"));
        tickets.add("2", Map.of("subject", "two"));
        failOnce();
        sync();
        assertThat(projects.all()).hasSize(2);
    }

    @Test
    void writesWhatItWasToWrite() {
        tickets.add("1", Map.of("subject", "one"));
        engine.sync();
        tickets.edit("1", Map.of("subject", "two"));
        failOnce();
        sync();
        assertThat(projects.text("1", "name")).isEqualTo("two");
    }
}
