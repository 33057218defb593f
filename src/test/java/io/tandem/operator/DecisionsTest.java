package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Tuning;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.ImportFile;
import io.tandem.store.Leases;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator decides is carried out in the next round, or refused with the reason. */
class DecisionsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW = Flows.matched(
            USERS,
            CONTACTS,
            new MatchPair("email", "email"),
            Flows.row("phone", "phone", ConflictPolicy.MANUAL, FirstMergePolicy.FILL, Direction.BOTH));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");
    private final Database store = TestDatabase.H2.open();
    private Optional<Refusal> refusal = Optional.empty();
    private final EntityClient shop = new PassingOn(contacts) {
        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            return refusal.map(why -> writes.stream()
                            .map(write -> (WriteResult) new WriteResult.Refused(why))
                            .toList())
                    .orElseGet(() -> super.write(writes, properties));
        }
    };
    private final TestEngine engine = new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, shop), clock);
    private final Decisions decisions = engine.decisions("ann");

    @BeforeEach
    void fill() {
        user("1", "one@x");
        contact("11", "one@x");
        user("2", "twins@x");
        contact("12", "twins@x");
        contact("13", "twins@x");
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("phone of 1");
    }

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    /** A round may take hours: who decides is told so, and it is no fault of ours. */
    @Test
    void saysThatAFlowIsAtWork_andChangesNothing() {
        Tuning.Waits none = new Tuning.Waits(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Leases atWork = new Leases(store.jdbi(), clock);
                Leases.Lease round = atWork.take("flow " + FLOW.id(), Duration.ZERO);
                Leases impatient = new Leases(store.jdbi(), clock, none)) {
            round.renew();
            Decisions soon = new Decisions(
                    store.jdbi(), engine.engine().feeds(), engine.engine().references(), impatient, clock, "ann");
            LinkImport links = new LinkImport(store.jdbi(), engine.engine().references(), impatient);
            Reader file = new StringReader(LinkTable.HEADER + "\n" + FLOW.id() + ",desk/users/2,shop/contacts/12,\n");
            for (ThrowingCallable decision : List.<ThrowingCallable>of(
                    () -> soon.unlink(FLOW, "1"),
                    () -> soon.link(FLOW, "2", "12"),
                    () -> links.run(new ImportFile("links.csv", "ann", clock.instant()), List.of(FLOW), file, false))) {
                assertThatThrownBy(decision)
                        .isInstanceOf(ConfigurationFault.class)
                        .hasMessage(FLOW.id() + " is at work, and was not free in time; nothing was changed."
                                + " Try again, or pause it first: tandem pause " + FLOW.id());
            }
        }
    }

    private void user(String id, String email) {
        users.add(id, Map.of("email", email, "phone", "phone of " + id));
    }

    private void contact(String id, String email) {
        contacts.add(id, Map.of("email", email));
    }

    private FlowTotals totals() {
        return FlowTotals.of(store.jdbi(), engine.engine().waiting(), FLOW);
    }

    private List<Conflicts.Conflict> conflicts() {
        return store.jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id()));
    }

    private void refuses(Runnable decision, String because) {
        FlowTotals before = totals();
        assertThatThrownBy(decision::run).isInstanceOf(ConfigurationFault.class).hasMessageContaining(because);
        assertThat(totals()).isEqualTo(before);
    }

    @Test
    void linksAnAmbiguousPair_andItsPropertiesMerge() {
        assertThat(totals().ambiguous()).isEqualTo(1);
        decisions.link(FLOW, "2", "13");
        engine.sync();
        assertThat(contacts.text("13", "phone")).isEqualTo("phone of 2");
        assertThat(contacts.text("12", "phone")).isNull();
        assertThat(totals().ambiguous()).isZero();
        assertThat(totals().linked()).isEqualTo(2);
    }

    @Test
    void refusesToLinkWhatIsLinked_orNotKnown_orDeleted() {
        refuses(
                () -> decisions.link(FLOW, "1", "12"),
                "desk/users/1 is linked already, to shop id 11. Unlink it first");
        refuses(() -> decisions.link(FLOW, "2", "11"), "shop/contacts/11 is linked already, to desk id 1");
        refuses(() -> decisions.link(FLOW, "404", "12"), "desk/users/404 is not known as a live record");
        refuses(() -> decisions.link(FLOW, "2", "404"), "shop/contacts/404 is not known as a live record");
        contacts.presence("12", Presence.DELETED);
        contacts.edit("13", Map.of("email", "other@x"));
        engine.sync();
        refuses(() -> decisions.link(FLOW, "2", "12"), "shop/contacts/12 is not known as a live record");
    }

    @Test
    void anUnlinkedPairStaysApart_untilItIsLinkedAgain() {
        decisions.unlink(FLOW, "1");
        users.edit("1", Map.of("phone", "after"));
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("phone of 1");
        assertThat(totals().linked()).isZero();
        decisions.link(FLOW, "1", "11");
        engine.sync();
        assertThat(totals().linked()).isEqualTo(1);
        users.edit("1", Map.of("phone", "again"));
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("again");
    }

    @Test
    void anUnlinkedRecordMayMatchAnother() {
        decisions.unlink(FLOW, "1");
        engine.sync();
        contacts.edit("11", Map.of("email", "gone@x"));
        contact("14", "one@x");
        engine.sync();
        assertThat(contacts.text("14", "phone")).isEqualTo("phone of 1");
    }

    /** Nobody keeps its keys until then: they are made when it is on again. */
    @Test
    void anUnlinkedRecordOfAFlowThatIsOffMayMatchAnother_whenItIsOnAgain() {
        Flow other = Flows.every(USERS, CONTACTS, Flows.row("phone", "phone"));
        users.edit("2", Map.of("email", "two@x"));
        try (TestEngine without = engineOf(other)) {
            without.engine().feeds().update(USERS, clock.instant());
            without.decisions("ann").unlink(FLOW, "1");
        }
        contacts.edit("12", Map.of("email", "one@x"));
        contacts.presence("11", Presence.DELETED);
        try (TestEngine again = engineOf(FLOW)) {
            again.sync();
        }
        assertThat(contacts.text("12", "phone")).isEqualTo("phone of 1");
    }

    private TestEngine engineOf(Flow flow) {
        return new TestEngine(store, List.of(flow), Map.of(USERS, users, CONTACTS, shop), clock);
    }

    /** As a process that still runs with the files of before. */
    @Test
    void refusesToUnlink_whereOtherFilesMadeTheKeys() {
        store.jdbi().useHandle(h -> h.execute("update feed set key_rules = '{}'"));
        refuses(() -> decisions.unlink(FLOW, "1"), "its match keys were made by the flow files");
    }

    @Test
    void unlinkingClosesItsConflicts_andLetsRivalsBeLookedAt() {
        inConflict();
        decisions.unlink(FLOW, "1");
        assertThat(conflicts()).noneMatch(conflict -> conflict.state().equals("open"));
        refuses(() -> decisions.unlink(FLOW, "1"), "desk/users/1 has no link in " + FLOW.id());
        refuses(() -> decisions.unlink(FLOW, "404"), "desk/users/404 has no link");
    }

    private long inConflict() {
        users.edit("1", Map.of("phone", "ours"));
        contacts.edit("11", Map.of("phone", "theirs"));
        engine.sync();
        assertThat(users.text("1", "phone")).isEqualTo("ours");
        assertThat(contacts.text("11", "phone")).isEqualTo("theirs");
        assertThat(conflicts()).singleElement().satisfies(conflict -> assertThat(conflict.state())
                .isEqualTo("open"));
        assertThat(totals().conflicts()).isEqualTo(1);
        return conflicts().get(0).id();
    }

    @ParameterizedTest
    @EnumSource
    void carriesOutTheResolutionOfAConflict_onBothSides(Side winner) {
        decisions.resolve(inConflict(), winner);
        engine.sync();
        String value = winner == Side.SOURCE ? "ours" : "theirs";
        assertThat(users.text("1", "phone")).isEqualTo(value);
        assertThat(contacts.text("11", "phone")).isEqualTo(value);
        assertThat(totals().conflicts()).isZero();
    }

    @Test
    void keepsAConflictOpen_withWhatWasDecided_untilTheNextRound() {
        decisions.resolve(inConflict(), Side.TARGET);
        assertThat(conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.state()).isEqualTo("open");
            assertThat(conflict.decided()).contains(Side.TARGET);
        });
    }

    /** A refusal, or no answer, is no reason to ask the operator a second time. */
    @ParameterizedTest
    @EnumSource(names = {"INVALID", "TEMPORARY"})
    void keepsADecision_whoseWriteWasRefused_untilItGoesThrough(Refusal.Kind kind) {
        long id = inConflict();
        decisions.resolve(id, Side.SOURCE);
        refusal = Optional.of(new Refusal(kind, "not now", null));
        engine.sync();
        assertThat(conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.id()).isEqualTo(id);
            assertThat(conflict.state()).isEqualTo("open");
            assertThat(conflict.decided()).contains(Side.SOURCE);
        });
        assertThat(totals().parked()).isEqualTo(1);

        refusal = Optional.empty();
        decisions.retryAll(List.of(FLOW.id()));
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("ours");
        assertThat(conflicts()).singleElement().satisfies(conflict -> assertThat(conflict.state())
                .isEqualTo("resolved"));
        assertThat(totals().parked()).isZero();
    }

    /** Nobody has decided about a value that came later. */
    @Test
    void asksAgain_whenWhatWasToLoseIsEditedOnceMore() {
        long id = inConflict();
        decisions.resolve(id, Side.SOURCE);
        contacts.edit("11", Map.of("phone", "theirs, and later"));
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("theirs, and later");
        assertThat(conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.state()).isEqualTo("open");
            assertThat(conflict.decided()).isEmpty();
        });

        decisions.resolve(id, Side.SOURCE);
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("ours");
    }

    @Test
    void writesTheWinnersNewestValue() {
        decisions.resolve(inConflict(), Side.SOURCE);
        users.edit("1", Map.of("phone", "ours, and later"));
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("ours, and later");
    }

    @Test
    void refusesToResolveWhatIsNoOpenConflict() {
        refuses(() -> decisions.resolve(404, Side.SOURCE), "there is no open conflict 404");
        long id = inConflict();
        decisions.resolve(id, Side.SOURCE);
        engine.sync();
        refuses(() -> decisions.resolve(id, Side.TARGET), "there is no open conflict " + id);
    }

    @Test
    void refusesToRetryWhatIsNotParked() {
        refuses(() -> decisions.retry(List.of(404L)), "nothing is parked under 404");
        assertThat(decisions.retryAll(List.of(FLOW.id()))).isZero();
    }

    @Test
    void saysWhetherPausingChangedAnything() {
        assertThat(decisions.pause(FLOW, true)).isEqualTo(1);
        assertThat(decisions.pause(FLOW, true)).isZero();
        assertThat(decisions.pause(FLOW, false)).isEqualTo(1);
        assertThat(decisions.pause(FLOW, false)).isZero();
    }
}
