package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;

/** A flow that matches first and creates what has no match, but never guesses in between. */
class MatchedOrCreateFlowTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("erp/contact");
    private static final Flow FLOW = Flows.flow(
            LinkPolicy.MATCHED_OR_CREATE,
            USERS,
            CONTACTS,
            List.of(List.of(new MatchPair("email", "email"))),
            Flows.row("email", "email"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email");

    /** Found by the simulation: the two were neither ambiguous nor matched any more, and nobody looked at them again. */
    @ParameterizedTest
    @OnOneDatabase
    void createsAmbiguousSources_onceTheirOnlyCandidateHasAnotherKey(TestDatabase database) {
        users.add("u1", Map.of("email", "kim@mail.example"));
        users.add("u2", Map.of("email", "kim@mail.example"));
        contacts.add("c1", Map.of("email", "kim@mail.example"));
        try (Database store = database.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            engine.sync();
            assertThat(contacts.all()).hasSize(1);

            contacts.edit("c1", Map.of("email", "alex@mail.example"));
            engine.sync();

            assertThat(contacts.all()).hasSize(3);
            engine.sync();
            assertThat(contacts.all()).hasSize(3);
        }
    }
}
