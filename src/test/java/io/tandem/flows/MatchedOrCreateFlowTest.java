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
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** A system whose answers are lost, or whose look-up fails. */
    private static final class Unsure extends PassingOn {

        private boolean answers;
        private boolean looksUp;

        Unsure(EntityClient inner) {
            super(inner);
        }

        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            List<WriteResult> results = inner.write(writes, properties);
            if (!answers) {
                throw new SystemException.Unavailable("erp", "erp can't be reached", null);
            }
            return results;
        }

        @Override
        public Reading lookUp(Collection<String> refs, Set<String> properties) {
            Map<String, Refusal> unread = new HashMap<>();
            refs.forEach(ref -> unread.put(ref, new Refusal(Refusal.Kind.TEMPORARY, "said so", null)));
            return looksUp ? inner.lookUp(refs, properties) : new Reading(Map.of(), Set.of(), unread, Optional.empty());
        }
    }

    /** Seed 934840: the other one got what was made for the first, and both had the values of the first. */
    @ParameterizedTest
    @OnOneDatabase
    void whatALostCreateMade_isNotMatchedToAnotherWithTheSameKey(TestDatabase database) {
        Unsure erp = new Unsure(contacts);
        try (Database store = database.open();
                TestEngine engine = new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, erp), clock)) {
            users.add("u1", Map.of("email", "kim@mail.example"));
            engine.sync();
            String made = contacts.all().iterator().next().key().id();

            erp.answers = true;
            users.add("u2", Map.of("email", "kim@mail.example"));
            engine.sync();
            assertThat(linked(store)).isEmpty();

            erp.looksUp = true;
            clock.pass(Duration.ofDays(2));
            engine.sync();
            assertThat(linked(store)).containsEntry("u1", made).containsKey("u2");
            assertThat(contacts.all()).hasSize(2);
        }
    }

    private static Map<String, String> linked(Database store) {
        Map<String, String> pairs = new HashMap<>();
        store.jdbi()
                .useHandle(h -> Links.each(h, List.of(FLOW.id()), link -> {
                    if (link.complete()) {
                        pairs.put(link.sourceId(), link.targetId());
                    }
                }));
        return pairs;
    }
}
