package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.LinkState;
import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.store.Parked;
import io.tandem.system.EntityClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pair that an operator unlinked is not linked again by itself, although its system names it (rules 2 and 10). */
class UnlinkedFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");
    private final Database store = TestDatabase.H2.open();

    @BeforeEach
    void takeApart() {
        tickets.add("1", Map.of("subject", "first"));
        try (TestEngine engine = engine(projects)) {
            engine.sync();
            engine.decisions("ann").unlink(FLOW, "1");
        }
        tickets.edit("1", Map.of("subject", "second"));
    }

    @AfterEach
    void shut() {
        store.close();
    }

    private TestEngine engine(EntityClient target) {
        return new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock);
    }

    private void sync(EntityClient target) {
        try (TestEngine engine = engine(target)) {
            engine.sync();
        }
    }

    private List<LinkState> states() {
        List<LinkState> states = new ArrayList<>();
        store.jdbi().useHandle(h -> Links.each(h, List.of(FLOW.id()), link -> states.add(link.state())));
        return states;
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
    }

    @Test
    void staysApart_whenAnotherCreateIsRefusedBecauseOfIt() {
        sync(projects);

        assertThat(projects.text("1", "name")).isEqualTo("first");
        assertThat(states()).containsExactly(LinkState.UNLINKED);
        assertThat(parked()).singleElement().satisfies(parked -> assertThat(parked.reason())
                .contains("pms/project/1 exists, but an operator unlinked the two"));
    }

    @Test
    void staysApart_whenACreateWhoseAnswerWasLostIsLookedUp_untilItIsLinkedByHand() {
        sync(new Dying(projects, false));
        sync(projects);

        assertThat(projects.text("1", "name")).isEqualTo("first");
        assertThat(states()).containsExactly(LinkState.UNLINKED, LinkState.CREATING);
        assertThat(parked()).singleElement().satisfies(parked -> assertThat(parked.reason())
                .contains("pms/project/1 was made for desk/tickets/1, but an operator unlinked the two"));

        try (TestEngine engine = engine(projects)) {
            engine.decisions("ann").link(FLOW, "1", "1");
            engine.sync();
        }
        assertThat(states()).containsExactly(LinkState.LINKED);
        assertThat(projects.text("1", "name")).isEqualTo("second");
        assertThat(parked()).isEmpty();
    }

    /** Nobody could do anything about it. */
    @Test
    void aLostCreateIsNoLongerParked_onceItsRecordIsGone() {
        sync(new Dying(projects, false));
        sync(projects);
        assertThat(parked()).hasSize(1);

        tickets.presence("1", Presence.DELETED);
        sync(projects);
        assertThat(states()).containsExactly(LinkState.UNLINKED);
        assertThat(parked()).isEmpty();
    }
}
