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
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Refuses all that is written. */
    private static final class Refusing extends PassingOn {

        private Refusal.Kind kind = Refusal.Kind.TEMPORARY;

        Refusing(EntityClient inner) {
            super(inner);
        }

        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            WriteResult refused = new WriteResult.Refused(new Refusal(kind, "said so", null));
            return Collections.nCopies(writes.size(), refused);
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

    /** Makes what it is asked for, answers nothing, and can't say later whether it did. */
    private static final class Silent extends PassingOn {

        Silent(EntityClient inner) {
            super(inner);
        }

        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            inner.write(writes, properties);
            WriteResult lost = new WriteResult.Refused(new Refusal(Refusal.Kind.TEMPORARY, "no answer", null));
            return Collections.nCopies(writes.size(), lost);
        }

        @Override
        public Reading lookUp(Collection<String> refs, Set<String> properties) {
            Map<String, Refusal> unread = new HashMap<>();
            refs.forEach(ref -> unread.put(ref, new Refusal(Refusal.Kind.TEMPORARY, "can't be looked up", null)));
            return new Reading(Map.of(), Set.of(), unread, Optional.empty());
        }
    }

    /** Seed 941263: by a clock that was set back by years, the record was older than the create that had made it. */
    @ParameterizedTest
    @OnOneDatabase
    void whatALostCreateMade_getsNoPartnerOfItsOwn_whenTheClockIsSetBack_orRightAgain(TestDatabase database) {
        contacts.add("c", Map.of("email", "alex@mail.example"));
        try (Database store = database.open();
                TestEngine engine = new TestEngine(
                        store, List.of(EVERY), Map.of(USERS, new Silent(users), CONTACTS, contacts), clock)) {
            engine.sync();
            for (int days : List.of(-1_100, 1_100)) {
                clock.pass(Duration.ofDays(days));
                users.edit(users.all().iterator().next().key().id(), Map.of("phone", "in " + days));
                engine.sync();
                assertThat(users.all()).hasSize(1);
                assertThat(contacts.all()).hasSize(1);
            }
        }
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

    /** Seed 920953: what Tandem had told of it already was looked for under the source, and there is none. */
    @ParameterizedTest
    @OnOneDatabase
    void aSourceThatWasMadeAndIsGone_isInTheHistoryOfItsTarget_andStopsNothing(TestDatabase database) {
        contacts.add("c", Map.of("email", "alex@mail.example"));
        Refusing refusing = new Refusing(users);
        try (Database store = database.open();
                TestEngine engine =
                        new TestEngine(store, List.of(EVERY), Map.of(USERS, refusing, CONTACTS, contacts), clock)) {
            engine.sync();
            refusing.kind = Refusal.Kind.GONE;
            clock.pass(Duration.ofDays(2));
            engine.sync();
            assertThat(engine.stopped()).isEmpty();
            List<Entry> history = store.jdbi().withHandle(h -> History.of(h, CONTACTS.record("c"), 10));
            assertThat(history)
                    .filteredOn(entry -> entry.event() == Event.IN_DOUBT)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.because()).contains("a desk/users was made for it"));
        }
    }
}
