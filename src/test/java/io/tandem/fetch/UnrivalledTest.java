package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records whose rivals went away are linked, however many they are. */
class UnrivalledTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW =
            Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"), Flows.row("phone", "phone"));
    private static final int PAIRS = Tuning.DEFAULT.chunkRecords() + 50;

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");

    @Test
    void linksAllOfThem_alsoBeyondOneChunk() {
        try (Database store = TestDatabase.H2.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            for (int i = 0; i < PAIRS; i++) {
                users.add("u" + i, Map.of("email", i + "@x"));
                contacts.add("c" + i, Map.of("email", i + "@x"));
                contacts.add("rival" + i, Map.of("email", i + "@x"));
            }
            engine.sync();
            assertThat(linked(store, engine)).isZero();
            for (int i = 0; i < PAIRS; i++) {
                contacts.presence("rival" + i, Presence.DELETED);
            }
            engine.sync();
            assertThat(linked(store, engine)).isEqualTo(PAIRS);
        }
    }

    private static long linked(Database store, TestEngine engine) {
        return FlowTotals.of(store.jdbi(), engine.engine().waiting(), FLOW).linked();
    }
}
