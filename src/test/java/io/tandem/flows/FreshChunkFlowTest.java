package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A chunk holds records as they stand when it is worked on, not as they stood before the chunk ahead of it wrote them. */
class FreshChunkFlowTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW =
            Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"), Flows.row("phone", "phone"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");

    /**
     * Camel asks for the next chunk before it hands out this one. What was loaded then still had the user without phone,
     * and took that for a person's clearing of what the chunk ahead had just written.
     */
    @Test
    void writesEachPairOnce_whenItComesInTwoChunksOfARound() {
        users.add("1", Map.of("email", "one@x"));
        contacts.add("11", Map.of("email", "one@x", "phone", "5"));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            engine.sync();

            assertThat(users.text("1", "phone")).isEqualTo("5");
            assertThat(contacts.text("11", "phone")).isEqualTo("5");
            assertThat(users.calls("write")).isEqualTo(1);
            assertThat(contacts.calls("write")).isZero();
        }
    }
}
