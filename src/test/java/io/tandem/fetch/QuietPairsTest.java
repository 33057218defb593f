package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.FlowCounters.Outcome;
import io.tandem.config.Tuning;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import io.tandem.system.EntityClient;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way back passes by pairs that the way there has just matched and found in step. */
class QuietPairsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey LETTERS = EntityKey.parse("post/letters");
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final MatchPair BY_EMAIL = new MatchPair("email", "email");
    private static final Flow FLOW =
            Flows.matched(USERS, CONTACTS, BY_EMAIL, Flows.row("email", "email"), Flows.row("phone", "phone"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");
    private final ModelEntity letters = new ModelEntity(LETTERS, clock, "to");
    private final Database store = TestDatabase.H2.open();
    private Runnable whenWritten = () -> {};
    private TestEngine engine;

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private void start(Flow... flows) {
        EntityClient hooked = new PassingOn(contacts) {
            @Override
            public List<WriteResult> write(List<Write> writes, Set<String> properties) {
                Runnable then = whenWritten;
                whenWritten = () -> {};
                then.run();
                return inner.write(writes, properties);
            }
        };
        engine = new TestEngine(store, List.of(flows), Map.of(USERS, users, CONTACTS, hooked, LETTERS, letters), clock);
    }

    private void pair(int number, String phone, String otherPhone) {
        users.add("u" + number, Map.of("email", number + "@x", "phone", phone));
        contacts.add("c" + number, Map.of("email", number + "@x", "phone", otherPhone));
    }

    private long looks(Flow flow, Outcome outcome) {
        return engine.engine().counts().flowCounters().of(flow).records().get(outcome);
    }

    private long offset(Flow flow, Side side) {
        return store.jdbi().inTransaction(h -> FlowProgress.of(h, flow.id())).offset(side);
    }

    @Test
    void arePassedBy_andCountAsSeen() {
        int pairs = Tuning.DEFAULT.chunkRecords() + 50;
        for (int i = 0; i < pairs; i++) {
            pair(i, "1", "1");
        }
        contacts.add("alone", Map.of("email", "alone@x"));
        start(FLOW);
        engine.sync();
        assertThat(looks(FLOW, Outcome.LINKED)).isEqualTo(pairs);
        assertThat(looks(FLOW, Outcome.UNCHANGED)).isZero();
        assertThat(engine.counts(FLOW).seen(Side.SOURCE)).isEqualTo(pairs);
        assertThat(engine.counts(FLOW).seen(Side.TARGET)).isEqualTo(pairs + 1);
        assertThat(engine.counts(FLOW).unchanged()).isEqualTo(pairs);
        assertThat(offset(FLOW, Side.TARGET)).isEqualTo(pairs + 1);
    }

    @Test
    void hideNoLaterEdit() {
        pair(1, "1", "1");
        start(FLOW);
        engine.sync();
        contacts.edit("c1", Map.of("phone", "2"));
        engine.sync();
        assertThat(users.text("u1", "phone")).isEqualTo("2");
    }

    /** Another flow's round fetched it, once the way there had looked at the pair. */
    @Test
    void hideNoEdit_thatIsStoredBeforeTheWayBackBegins() {
        pair(1, "1", "1");
        pair(2, "1", "");
        start(FLOW);
        whenWritten = () -> {
            contacts.edit("c1", Map.of("phone", "2"));
            engine.engine().feeds().update(CONTACTS, clock.instant());
        };
        engine.sync();
        assertThat(users.text("u1", "phone")).isEqualTo("2");
    }

    @Test
    void areLookedAt_afterAStart() {
        pair(1, "1", "1");
        pair(2, "1", "");
        start(FLOW);
        whenWritten = () -> engine.engine().leases().halt(true);
        engine.sync();
        assertThat(looks(FLOW, Outcome.LINKED) + looks(FLOW, Outcome.WRITTEN)).isEqualTo(2);
        assertThat(offset(FLOW, Side.TARGET)).isNotPositive();
        engine.close();

        start(FLOW);
        engine.sync();
        assertThat(looks(FLOW, Outcome.UNCHANGED)).isEqualTo(2);
        assertThat(engine.counts(FLOW).seen(Side.TARGET)).isEqualTo(2);
    }

    @Test
    void areLookedAt_whereOneOfTheirSidesWasWritten() {
        pair(1, "1", "");
        start(FLOW);
        engine.sync();
        assertThat(looks(FLOW, Outcome.WRITTEN)).isEqualTo(1);
        assertThat(looks(FLOW, Outcome.UNCHANGED)).isEqualTo(1);
    }

    @Test
    void areLookedAt_whereAConflictIsOpen() {
        Flow open = Flows.matched(
                USERS,
                CONTACTS,
                BY_EMAIL,
                Flows.row("email", "email"),
                Flows.row("phone", "phone", ConflictPolicy.MANUAL, FirstMergePolicy.MANUAL, Direction.BOTH));
        pair(1, "1", "2");
        start(open);
        engine.sync();
        assertThat(looks(open, Outcome.UNCHANGED)).isEqualTo(1);
    }

    @Test
    void areLookedAt_whereAReferenceWaits() {
        Flow waits = Flows.matched(USERS, CONTACTS, BY_EMAIL, Flows.reference("phone", "phone", FIRMS, LETTERS));
        pair(1, "1", "");
        start(waits);
        engine.sync();
        assertThat(looks(waits, Outcome.UNCHANGED)).isEqualTo(1);
    }

    @Test
    void areQuietInTheirOwnFlowAlone() {
        for (int i = 0; i < 3; i++) {
            pair(i, "1", "1");
        }
        Flow letterForEach = Flows.every(CONTACTS, LETTERS, Flows.row("email", "to"));
        start(FLOW, letterForEach);
        engine.sync();
        assertThat(letters.all()).hasSize(3);
        assertThat(looks(FLOW, Outcome.UNCHANGED)).isZero();
    }
}
