package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
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
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code seen} counts each record whose state changed since the flow last looked, whichever of the two ways came first. */
class SeenCountFlowTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("books/contact");
    private static final Flow FLOW = Flows.matched(
            USERS, CONTACTS, new MatchPair("email", "mail"), Flows.row("email", "mail"), Flows.row("phone", "tel"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "mail", "tel");

    private void pair(int number) {
        String email = number + "@example.com";
        contacts.add("c" + number, Map.of("mail", email, "tel", "old"));
        users.add("u" + number, Map.of("email", email, "phone", "new"));
    }

    private static void assertSeen(TestEngine engine, long source, long target) {
        assertThat(engine.counts(FLOW).seen(Side.SOURCE)).isEqualTo(source);
        assertThat(engine.counts(FLOW).seen(Side.TARGET)).isEqualTo(target);
    }

    @ParameterizedTest
    @OnOneDatabase
    void countsRecordsThatTheWayThereWrote_beforeTheWayBackLooked(TestDatabase database) {
        IntStream.range(0, 450).forEach(this::pair);
        contacts.add("alone", Map.of("mail", "alone@example.com"));
        try (Database store = database.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            engine.sync();
            assertSeen(engine, 450, 451);
            assertThat(engine.counts(FLOW).written(Side.TARGET)).isEqualTo(450);
            engine.sync();
            assertSeen(engine, 0, 0);
            users.edit("u1", Map.of("phone", "newer"));
            engine.sync();
            assertSeen(engine, 1, 0);
            contacts.edit("c1", Map.of("tel", "newest"));
            engine.sync();
            assertSeen(engine, 0, 1);
        }
    }
}
