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
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;

/** A flow that creates on both sides: each record has one partner, whichever side it was made on. */
class CreateBothFlowTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("erp/contact");
    private static final Flow EVERY =
            Flows.bothWays(Flows.every(USERS, CONTACTS, Flows.row("email", "email"), Flows.row("phone", "mobile")));
    private static final Flow MATCHED = Flows.bothWays(Flows.flow(
            LinkPolicy.MATCHED_OR_CREATE,
            USERS,
            CONTACTS,
            List.of(List.of(new MatchPair("email", "email"))),
            Flows.row("email", "email")));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "mobile");

    private interface Story {
        void tell(TestEngine engine);
    }

    private void on(TestDatabase database, Flow flow, Story story) {
        try (Database store = database.open();
                TestEngine engine =
                        new TestEngine(store, List.of(flow), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            story.tell(engine);
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void makesThePartnerOnEitherSide_once(TestDatabase database) {
        users.add("u", Map.of("email", "kim@mail.example", "phone", "1"));
        contacts.add("c", Map.of("email", "alex@mail.example", "mobile", "2"));
        on(database, EVERY, engine -> {
            engine.sync();
            engine.sync();
            assertThat(users.all()).hasSize(2);
            assertThat(contacts.all()).hasSize(2);
            assertThat(engine.stopped()).isEmpty();
            String made = users.lookUp(Set.of("erp/contact/c"), Set.of())
                    .found()
                    .get("erp/contact/c")
                    .key()
                    .id();
            assertThat(users.text(made, "email")).isEqualTo("alex@mail.example");
            assertThat(users.text(made, "phone")).isEqualTo("2");

            users.edit(made, Map.of("phone", "3"));
            engine.sync();
            assertThat(contacts.text("c", "mobile")).isEqualTo("3");
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void matchesFirst(TestDatabase database) {
        users.add("u", Map.of("email", "kim@mail.example"));
        users.add("v", Map.of("email", "only@desk.example"));
        contacts.add("c", Map.of("email", "KIM@mail.example"));
        contacts.add("d", Map.of("email", "only@erp.example"));
        on(database, MATCHED, engine -> {
            engine.sync();
            engine.sync();
            assertThat(users.all()).hasSize(3);
            assertThat(contacts.all()).hasSize(3);
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void createsAmbiguousRecords_onceTheyAreAlone(TestDatabase database) {
        users.add("u", Map.of("email", "kim@mail.example"));
        contacts.add("c1", Map.of("email", "kim@mail.example"));
        contacts.add("c2", Map.of("email", "kim@mail.example"));
        on(database, MATCHED, engine -> {
            engine.sync();
            assertThat(users.all()).hasSize(1);
            assertThat(contacts.all()).hasSize(2);

            users.edit("u", Map.of("email", "other@mail.example"));
            engine.sync();
            engine.sync();
            assertThat(users.all()).hasSize(3);
            assertThat(contacts.all()).hasSize(3);
        });
    }
}
