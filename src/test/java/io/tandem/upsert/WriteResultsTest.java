package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Parked;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each result of a write means for the link, the values and the list of troubles (rules 9, 10 and 16). */
class WriteResultsTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW =
            Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"), Flows.row("notes", "description"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "notes");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name", "description");
    private final Answering target = new Answering(projects);
    private final Database store = TestDatabase.H2.open();
    private final TestEngine engine =
            new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock);

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private FlowTotals totals() {
        return FlowTotals.of(store.jdbi(), engine.engine().waiting(), FLOW);
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
    }

    private void later() {
        clock.pass(Duration.ofDays(2));
        engine.sync();
    }

    private String name() {
        assertThat(projects.all()).hasSize(1);
        return projects.all().iterator().next().values().get("name").asText(null);
    }

    private void linked() {
        tickets.add("1", Map.of("subject", "first", "notes", "n"));
        engine.sync();
        assertThat(name()).isEqualTo("first");
        target.asked.clear();
    }

    @Test
    void keepsTheValueOfEachRow_andIsQuiet_afterACreate() {
        linked();
        assertThat(totals().linked()).isEqualTo(1);
        engine.sync();
        assertThat(target.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID", "LOCKED", "GONE"})
    void parksTheRecord_andFreesIt_whenACreateIsRefused(Refusal.Kind kind) {
        target.refuse(kind, null);
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(parked -> {
            assertThat(parked.reason())
                    .contains("refused to create a pms/project for desk/tickets/1")
                    .contains("said so");
            assertThat(parked.recordId()).isEqualTo("1");
        });
        assertThat(totals().creating()).isZero();
        assertThat(totals().linked()).isZero();
        target.normal();
        tickets.edit("1", Map.of("subject", "better"));
        engine.sync();
        assertThat(name()).isEqualTo("better");
        assertThat(parked()).isEmpty();
    }

    @Test
    void triesAgainUnderTheSameKey_whenACreateFailsForNow() {
        target.refuse(Refusal.Kind.TEMPORARY, null);
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        assertThat(totals().creating()).isEqualTo(1);
        target.normal();
        later();
        assertThat(name()).isEqualTo("first");
        assertThat(totals().creating()).isZero();
        assertThat(target.asked.stream().map(write -> ((Write.Create) write).idempotencyKey()))
                .hasSizeGreaterThan(1)
                .containsOnly(((Write.Create) target.asked.get(0)).idempotencyKey());
        assertThat(parked()).isEmpty();
    }

    @Test
    void createsNothing_whenTheSourceIsDeletedBeforeTheNextTry() {
        target.refuse(Refusal.Kind.TEMPORARY, null);
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        target.normal();
        tickets.presence("1", Presence.DELETED);
        later();
        assertThat(projects.all()).isEmpty();
        assertThat(totals().creating()).isZero();
    }

    @Test
    void adoptsTheRecordThatTheLostCreateMade() {
        boolean[] lost = {true};
        target.said = write -> {
            if (lost[0]) {
                projects.write(List.of(write), Set.of("name", "description"));
                return new WriteResult.Refused(new Refusal(Refusal.Kind.TEMPORARY, "the answer was lost", null));
            }
            return null;
        };
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        lost[0] = false;
        target.asked.clear();
        tickets.edit("1", Map.of("subject", "edited in between"));
        later();
        assertThat(name()).isEqualTo("edited in between");
        assertThat(totals().linked()).isEqualTo(1);
        assertThat(target.asked).noneMatch(Write.Create.class::isInstance);
    }

    @Test
    void adoptsTheRecordThatARefusalNames() {
        projects.add("77", Map.of("name", "there already"));
        target.said = write -> write instanceof Write.Create
                ? new WriteResult.Refused(new Refusal(Refusal.Kind.DUPLICATE, "exists", "77"))
                : null;
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        assertThat(totals().linked()).isEqualTo(1);
        assertThat(parked()).isEmpty();
        assertThat(tickets.text("1", "subject")).isEqualTo(name());
    }

    /** A replica that lags behind shows no trace of it yet: nothing is known against it. */
    @Test
    void triesAgain_whileTheNamedRecordIsNotToBeRead() {
        target.refuse(Refusal.Kind.DUPLICATE, "77");
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(p -> {
            assertThat(p.reason()).contains("pms/project/77 exists but can't be read yet");
            assertThat(p.nextTry()).isNotNull();
        });
    }

    @Test
    void parks_whenTheNamedRecordIsDeleted() {
        projects.add("77", Map.of("name", "there already"));
        projects.presence("77", Presence.DELETED);
        target.refuse(Refusal.Kind.DUPLICATE, "77");
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(p -> assertThat(p.reason())
                .contains("pms/project/77 exists but is deleted"));
        assertThat(totals().linked()).isZero();
        assertThat(totals().creating()).isZero();
    }

    @Test
    void parks_whenTheNamedRecordIsAnothersPartner() {
        linked();
        String partner = projects.all().iterator().next().key().id();
        target.said = write -> write instanceof Write.Create
                ? new WriteResult.Refused(new Refusal(Refusal.Kind.DUPLICATE, "exists", partner))
                : null;
        tickets.add("2", Map.of("subject", "second"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(p -> assertThat(p.reason())
                .contains("pms/project/" + partner + " exists and is linked to another record"));
        assertThat(totals().linked()).isEqualTo(1);
        assertThat(name()).isEqualTo("first");
    }

    @Test
    void parks_whenOneRecordIsNamedForSeveral() {
        projects.add("77", Map.of("name", "there already"));
        target.refuse(Refusal.Kind.DUPLICATE, "77");
        tickets.add("1", Map.of("subject", "first"));
        tickets.add("2", Map.of("subject", "second"));
        engine.sync();
        assertThat(parked()).hasSize(2).allSatisfy(p -> assertThat(p.reason())
                .contains("pms/project/77 exists and may be the partner of several"));
        assertThat(totals().creating()).isZero();
        assertThat(totals().linked()).isZero();
    }

    @Test
    void parks_whenADuplicateIsNotNamed() {
        target.refuse(Refusal.Kind.DUPLICATE, null);
        tickets.add("1", Map.of("subject", "first"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(p -> assertThat(p.reason())
                .contains("said so"));
    }

    @Test
    void onePoisonedRecordStopsNoOther() {
        target.said = write -> write instanceof Write.Create create
                        && create.values().get("name").asText().equals("poison")
                ? new WriteResult.Refused(new Refusal(Refusal.Kind.INVALID, "said so", null))
                : null;
        tickets.add("1", Map.of("subject", "poison"));
        tickets.add("2", Map.of("subject", "good"));
        engine.sync();
        assertThat(name()).isEqualTo("good");
        assertThat(parked()).extracting(Parked::recordId).containsExactly("1");
    }

    @Test
    void parksTheProperty_whenAnUpdateOfItAloneIsRefused() {
        linked();
        target.refuse(Refusal.Kind.INVALID, null);
        tickets.edit("1", Map.of("subject", "bad"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(parked -> {
            assertThat(parked.property()).isEqualTo("name");
            assertThat(parked.reason())
                    .contains("refused the update of pms/project/")
                    .contains(", property name (said so)")
                    .doesNotContain("bad");
            assertThat(parked.nextTry()).isNull();
        });
        assertThat(name()).isEqualTo("first");
        assertThat(tickets.text("1", "subject")).isEqualTo("bad");
    }

    @Test
    void parksTheRecord_whenAnUpdateOfMoreIsRefused() {
        linked();
        target.refuse(Refusal.Kind.INVALID, null);
        tickets.edit("1", Map.of("subject", "bad", "notes", "bad too"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(parked -> {
            assertThat(parked.property()).isEmpty();
            assertThat(parked.reason()).doesNotContain("property");
        });
    }

    @Test
    void triesAnUpdateAgain_whenItFailedForNow() {
        linked();
        target.refuse(Refusal.Kind.TEMPORARY, null);
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(parked()).singleElement().satisfies(p -> assertThat(p.nextTry())
                .isNotNull());
        target.normal();
        later();
        assertThat(name()).isEqualTo("second");
        assertThat(parked()).isEmpty();
    }

    @Test
    void listsALockedPropertyAsDrift_andParksNothing() {
        linked();
        target.refuse(Refusal.Kind.LOCKED, null);
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(totals().drift()).isEqualTo(1);
        assertThat(parked()).isEmpty();
        assertThat(name()).isEqualTo("first");
    }

    @Test
    void takesARefusalForGoneAsADeletion_andMakesNoSecondRecord() {
        linked();
        target.said = write -> {
            projects.presence(((Write.Update) write).seen().key().id(), Presence.DELETED);
            return null;
        };
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(target.asked).hasSize(1);
        target.normal();
        tickets.edit("1", Map.of("subject", "third"));
        engine.sync();
        assertThat(target.asked).hasSize(1);
        assertThat(parked()).isEmpty();
        assertThat(projects.all()).hasSize(1);
    }

    @Test
    void keepsWhatWasWritten_andParksOnlyThePropertyThatWasRefused() {
        linked();
        target.said = write -> {
            Write.Update update = (Write.Update) write;
            Values without = update.changes().only(property -> !property.equals("description"));
            WriteResult.Written written = (WriteResult.Written)
                    projects.write(List.of(new Write.Update(update.seen(), without)), Set.of("name", "description"))
                            .get(0);
            return update.changes().has("description")
                    ? new WriteResult.Written(
                            written.record(),
                            true,
                            Map.of("description", new Refusal(Refusal.Kind.INVALID, "said so", null)))
                    : written;
        };
        tickets.edit("1", Map.of("subject", "second", "notes", "bad"));
        engine.sync();
        assertThat(name()).isEqualTo("second");
        assertThat(parked()).extracting(Parked::property).containsExactly("description");
        target.asked.clear();
        tickets.edit("1", Map.of("subject", "third"));
        engine.sync();
        assertThat(name()).isEqualTo("third");
        assertThat(tickets.text("1", "notes")).isEqualTo("bad");
    }

    @Test
    void mergesAgainWithTheFreshRecord_whenItChangedMeanwhile() {
        linked();
        boolean[] first = {true};
        target.said = write -> {
            if (first[0] && write instanceof Write.Update update) {
                first[0] = false;
                projects.edit(update.seen().key().id(), Map.of("description", "theirs"));
            }
            return null;
        };
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(name()).isEqualTo("second");
        assertThat(tickets.text("1", "notes")).isEqualTo("theirs");
        assertThat(parked()).isEmpty();
        assertThat(target.asked).hasSize(2);
    }

    @Test
    void writesOnlyTheChangedProperty() {
        linked();
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(target.asked).singleElement().satisfies(write -> assertThat(((Write.Update) write).changes())
                .isEqualTo(Values.of(Map.of("name", TextNode.valueOf("second")))));
    }

    @Test
    void recordsTheConflict_andResolvesIt_onceItsLoserIsOverwritten() {
        linked();
        String id = projects.all().iterator().next().key().id();
        projects.edit(id, Map.of("name", "theirs"));
        tickets.edit("1", Map.of("subject", "ours, and later"));
        engine.sync();
        List<Conflicts.Conflict> conflicts = store.jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id()));
        assertThat(conflicts).singleElement().satisfies(conflict -> assertThat(conflict.state())
                .isEqualTo("resolved"));
        assertThat(name()).isEqualTo("ours, and later");
    }

    private void conflict() {
        target.said = write -> write instanceof Write.Update update
                ? new WriteResult.Stale(projects.get(update.seen().key().id()), false)
                : null;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteThatComesToNothingAgainAndAgain_isParkedWithGrowingPauses(boolean conflicting) {
        linked();
        conflict();
        if (!conflicting) {
            target.refuse(Refusal.Kind.WITHOUT_EFFECT, null);
        }
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(engine.unfinished()).isEmpty();
        assertThat(parked()).singleElement().satisfies(parked -> {
            assertThat(parked.reason()).contains("the update of pms/project/1").doesNotContain("second");
            assertThat(parked.attempts()).isEqualTo(1);
            assertThat(parked.nextTry()).isNotNull();
        });
        int writes = target.asked.size();
        engine.sync();
        assertThat(target.asked).hasSize(writes);
        later();
        assertThat(target.asked).hasSize(writes + 1);
        assertThat(parked()).singleElement().satisfies(p -> assertThat(p.attempts())
                .isEqualTo(2));
        target.normal();
        later();
        assertThat(name()).isEqualTo("second");
        assertThat(parked()).isEmpty();
    }

    /** A new process gives what is parked no new tries: these are counted in the store. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aParkedWrite_isTriedOnceAtItsTime_afterARestartToo(boolean conflicting) {
        linked();
        conflict();
        if (!conflicting) {
            target.refuse(Refusal.Kind.WITHOUT_EFFECT, null);
        }
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        for (int attempts = 2; attempts < 5; attempts++) {
            int writes = target.asked.size();
            clock.pass(Duration.ofDays(2));
            try (TestEngine started =
                    new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock)) {
                started.sync();
                assertThat(started.unfinished()).isEmpty();
            }
            assertThat(target.asked).hasSize(writes + 1);
            assertThat(parked()).singleElement().extracting(Parked::attempts).isEqualTo(attempts);
        }
    }

    /** Only then another version is a sign of the write. */
    @Test
    void aWriteThatCameToNothing_isMadeAgainOnWhatIsReadRightBefore() {
        linked();
        target.refuse(Refusal.Kind.WITHOUT_EFFECT, null);
        target.asked.clear();
        tickets.edit("1", Map.of("subject", "second"));
        try (TestEngine again =
                new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock)) {
            again.sync();
            target.normal();
            clock.pass(Duration.ofDays(2));
            again.sync();
            tickets.edit("1", Map.of("subject", "third"));
            again.sync();
        }
        assertThat(target.asked)
                .extracting(write -> ((Write.Update) write).readFirst())
                .startsWith(false, true)
                .endsWith(true, false);
    }

    /** Seed 935363: the system had made the old value of ours, and no history told of that write. */
    @Test
    void aWriteThatMayHaveComeToTheOldValue_isInDoubt_onceItIsMadeAgain() {
        linked();
        Refusal undone = new Refusal(Refusal.Kind.WITHOUT_EFFECT, Refusal.UNDONE, null);
        target.said = write -> {
            SyncRecord moved = projects.edit("1", Map.of("name", "first"));
            return new WriteResult.Refused(undone, false, moved);
        };
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        target.normal();
        later();
        assertThat(name()).isEqualTo("second");
        List<Event> told = store.jdbi().withHandle(h -> History.of(h, PROJECTS.record("1"), 100).stream()
                .map(Entry::event)
                .toList());
        assertThat(told).contains(Event.WRITTEN).contains(Event.IN_DOUBT);
    }

    /** Seed 937361: where reads lag long, it was made again and again, never on what was read right before. */
    @Test
    void aWriteThatLeftWhatStoodBefore_whereReadsLagLong_isMadeAgainOnWhatIsReadRightBefore() {
        linked();
        Refusal undone = new Refusal(Refusal.Kind.TEMPORARY, Refusal.UNDONE, null);
        target.said = write -> new WriteResult.Refused(undone, false, projects.edit("1", Map.of("name", "first")));
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        later();
        assertThat(target.asked)
                .extracting(write -> ((Write.Update) write).readFirst())
                .containsExactly(false, true);
    }

    /** Seed 920254: it was made again and again, over what the system makes of our value. */
    @Test
    void aWriteThatCouldNotBeSeen_isMadeAgainOnlyOnceItsRecordCanBeRead() {
        linked();
        Flow sourceWins = Flows.every(
                TICKETS,
                PROJECTS,
                Flows.row("subject", "name", ConflictPolicy.SOURCE, FirstMergePolicy.LATEST, Direction.BOTH),
                Flows.row("notes", "description"));
        List<Boolean> sent = new ArrayList<>();
        target.said = write -> {
            Write.Update update = (Write.Update) write;
            sent.add(!update.readFirst());
            if (!update.readFirst()) {
                projects.edit("1", Map.of("name", update.changes().get("name").asText() + "#"));
            }
            Refusal unread = new Refusal(Refusal.Kind.TEMPORARY, "HTTP 500", null);
            return new WriteResult.Refused(Refusal.unseen(unread), update.readFirst());
        };
        tickets.edit("1", Map.of("subject", "second"));
        try (TestEngine again =
                new TestEngine(store, List.of(sourceWins), Map.of(TICKETS, tickets, PROJECTS, target), clock)) {
            for (int days = 0; days < 6; days++) {
                again.sync();
                clock.pass(Duration.ofDays(2));
            }
        }
        assertThat(sent)
                .hasSizeGreaterThan(3)
                .startsWith(true)
                .filteredOn(call -> call)
                .hasSize(1);
        List<Event> told = store.jdbi().withHandle(h -> History.of(h, PROJECTS.record("1"), 100)).stream()
                .map(Entry::event)
                .toList();
        assertThat(told).containsOnlyOnce(Event.IN_DOUBT).doesNotContain(Event.WRITTEN);
        assertThat(parked()).hasSize(1);
    }

    @Test
    void aConflictThatPasses_parksNothing() {
        linked();
        boolean[] once = {true};
        target.said = write -> {
            boolean first = once[0];
            once[0] = false;
            return first ? new WriteResult.Stale(projects.get("1"), false) : null;
        };
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(name()).isEqualTo("second");
        assertThat(parked()).isEmpty();
    }

    @Test
    void roundsThatAreNotEnough_areSaid() {
        linked();
        int[] edits = {0};
        target.said = write -> {
            tickets.edit("1", Map.of("subject", "edit " + edits[0]++));
            return null;
        };
        tickets.edit("1", Map.of("subject", "second"));
        engine.sync();
        assertThat(engine.unfinished()).containsExactly(FLOW.id());
        target.normal();
        engine.sync();
        assertThat(engine.unfinished()).isEmpty();
    }

    @Test
    void aCreateThatIsAnsweredWithTheIdOfAnothersPartner_isParked_andStopsNoOther() {
        linked();
        target.said = write -> write instanceof Write.Create create
                        && create.values().get("name").asText().equals("odd")
                ? new WriteResult.Written(projects.get("1"), true, Map.of())
                : null;
        tickets.add("2", Map.of("subject", "odd"));
        tickets.add("3", Map.of("subject", "third"));
        engine.sync();
        assertThat(engine.stopped()).isEmpty();
        assertThat(parked()).singleElement().satisfies(parked -> {
            assertThat(parked.recordId()).isEqualTo("2");
            assertThat(parked.reason()).contains("pms/project/1", "desk/tickets/2");
        });
        assertThat(projects.all()).hasSize(2);
        int asked = target.asked.size();
        later();
        assertThat(target.asked).hasSize(asked);
        target.normal();
        tickets.edit("2", Map.of("subject", "good"));
        engine.sync();
        assertThat(projects.all()).hasSize(3);
        assertThat(parked()).isEmpty();
    }

    @Test
    void twoCreatesThatAreAnsweredWithOneId_areBothParked() {
        projects.add("77", Map.of("name", "x"));
        target.said = write ->
                write instanceof Write.Create ? new WriteResult.Written(projects.get("77"), true, Map.of()) : null;
        tickets.add("1", Map.of("subject", "first"));
        tickets.add("2", Map.of("subject", "second"));
        engine.sync();
        assertThat(engine.stopped()).isEmpty();
        assertThat(parked()).extracting(Parked::recordId).containsExactlyInAnyOrder("1", "2");
        assertThat(totals().linked()).isZero();
    }

    /** What a create left out is no person's clearing of it. */
    @Test
    void aValueThatACreateLeftOut_isWrittenAfterwards() {
        target.said = write -> write instanceof Write.Create
                ? new WriteResult.Written(
                        projects.add("1", Map.of("name", "first")),
                        true,
                        Map.of("description", new Refusal(Refusal.Kind.WITHOUT_EFFECT, "left out", null)))
                : null;
        tickets.add("1", Map.of("subject", "first", "notes", "n"));
        engine.sync();
        assertThat(tickets.text("1", "notes")).isEqualTo("n");
        assertThat(projects.text("1", "description")).isEqualTo("n");
        assertThat(parked()).isEmpty();
    }

    @Test
    void aRefusedRecordIsNotUnchanged() {
        linked();
        target.refuse(Refusal.Kind.INVALID, null);
        tickets.edit("1", Map.of("subject", "bad"));
        engine.sync();
        assertThat(engine.counts(FLOW).unchanged()).isZero();
    }

    /** Its stamp moved; nothing that a row maps did. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void triesOnceMore_whenAParkedPairWasEditedInWhatNoRowMaps(boolean source) {
        linked();
        target.refuse(Refusal.Kind.INVALID, null);
        tickets.edit("1", Map.of("subject", "bad"));
        engine.sync();
        int asked = target.asked.size();
        engine.sync();
        assertThat(target.asked).hasSize(asked);
        (source ? tickets : projects).edit("1", Map.of("unmapped", "x"));
        engine.sync();
        assertThat(target.asked).hasSize(asked + 1);
        engine.sync();
        assertThat(target.asked).hasSize(asked + 1);
        target.normal();
        (source ? tickets : projects).edit("1", Map.of("unmapped", "y"));
        engine.sync();
        assertThat(name()).isEqualTo("bad");
        assertThat(parked()).isEmpty();
    }
}
