package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Change;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.system.EntityClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;

/** A write took effect and the process died before it knew: what it wrote is still known as its own (rules 8 and 18). */
class LostAnswerFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW =
            Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"), Flows.row("notes", "description"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "notes");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name", "description");

    private TestEngine engine(Database store, EntityClient target) {
        return new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, target), clock);
    }

    private void sync(Database store, EntityClient target) {
        try (TestEngine engine = engine(store, target)) {
            engine.sync();
        }
    }

    private static List<Entry> history(Database store) {
        return store.jdbi().withHandle(h -> History.of(h, PROJECTS.record("1"), 100));
    }

    /** Found by the simulation: the undo looked like no change, the target's value like a person's edit. */
    @ParameterizedTest
    @OnOneDatabase
    void carriesAnUndoOver_whenTheAnswerOfTheFirstEditWasLost(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first", "notes", "n"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            sync(store, new Dying(projects, true));
            assertThat(projects.text("1", "name")).isEqualTo("second");
            tickets.edit("1", Map.of("subject", "first"));

            sync(store, projects);

            assertThat(tickets.text("1", "subject")).isEqualTo("first");
            assertThat(projects.text("1", "name")).isEqualTo("first");
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void hasOneRowOfHistory_forAWriteWhoseAnswerWasLost(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            sync(store, new Dying(projects, true));

            sync(store, projects);
            sync(store, projects);

            assertThat(history(store)).extracting(Entry::event).containsExactly(Event.CREATED, Event.WRITTEN);
            assertThat(history(store).get(1).because()).isEqualTo("only the source changed; the answer was lost");
        }
    }

    /**
     * Found by the simulation: the second write hid what had become of the first. A round that failed in one direction does
     * not go on with the other, so that these two are all.
     */
    @ParameterizedTest
    @OnOneDatabase
    void hasOneRowOfHistory_forEachOfSeveralWritesWhoseAnswersWereLost(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            sync(store, new Dying(projects, true));
            tickets.edit("1", Map.of("subject", "first"));
            sync(store, new Dying(projects, true));

            sync(store, projects);

            assertThat(history(store))
                    .extracting(Entry::event)
                    .containsExactlyInAnyOrder(Event.CREATED, Event.WRITTEN, Event.WRITTEN);
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void anEditOverAWriteWhoseAnswerWasLost_travelsBack(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            sync(store, new Dying(projects, true));
            projects.edit("1", Map.of("name", "third, by a person"));

            sync(store, projects);

            assertThat(tickets.text("1", "subject")).isEqualTo("third, by a person");
            assertThat(history(store)).extracting(Entry::event).contains(Event.IN_DOUBT);
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void aPersonsOwnEditToTheSameValue_longAfterAWriteThatNeverTookEffect_isHisEdit(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            sync(store, new Dying(projects, false));
            assertThat(projects.text("1", "name")).isEqualTo("first");
            tickets.edit("1", Map.of("subject", "first"));
            sync(store, projects);
            clock.pass(Duration.ofHours(2));
            projects.edit("1", Map.of("name", "second"));

            sync(store, projects);

            assertThat(tickets.text("1", "subject")).isEqualTo("second");
        }
    }

    /** Found by the simulation, seed 328: the later write's value was taken for a sign that the lost call had written both. */
    @ParameterizedTest
    @OnOneDatabase
    void aLaterWriteOfOneValue_doesNotSayThatALostCallWroteBoth(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first", "notes", "n"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second", "notes", "more"));
            sync(store, new Dying(projects, false));
            tickets.edit("1", Map.of("notes", "n"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second."));
            sync(store, projects);

            assertThat(projects.text("1", "description")).isEqualTo("n");
            assertThat(history(store))
                    .filteredOn(entry -> entry.event() == Event.WRITTEN)
                    .flatExtracting(Entry::changes)
                    .extracting(Change::property)
                    .containsOnly("name");
            assertThat(history(store)).extracting(Entry::event).contains(Event.IN_DOUBT);
        }
    }

    /** Found by the simulation, seed 922167: one value stood there by a later write, the other one by a person. */
    @ParameterizedTest
    @OnOneDatabase
    void whatIsAgreedOnByNow_doesNotSayThatALostCallWroteIt(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first", "notes", "n"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second", "notes", "more"));
            sync(store, new Dying(projects, false));
            sync(store, new Dying(projects, false));
            projects.edit("1", Map.of("description", "more"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "third"));
            sync(store, projects);

            assertThat(projects.text("1", "name")).isEqualTo("third");
            assertThat(history(store))
                    .filteredOn(entry -> entry.event() == Event.WRITTEN)
                    .flatExtracting(Entry::changes)
                    .extracting(Change::property)
                    .containsExactly("name", "name");
            assertThat(history(store))
                    .filteredOn(entry -> entry.event() == Event.IN_DOUBT)
                    .hasSize(2);
        }
    }

    /** Found by the simulation, seed 922573: nothing was left to be written, and nobody looked at the pair again. */
    @ParameterizedTest
    @OnOneDatabase
    void aLostWriteOfAPairAtRest_isToldOnceItCanShowUpNoMore(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second"));
            sync(store, new Dying(projects, false));
            tickets.edit("1", Map.of("subject", "first"));
            sync(store, projects);
            assertThat(history(store)).extracting(Entry::event).containsExactly(Event.CREATED);
            clock.pass(Duration.ofHours(2));

            sync(store, projects);
            sync(store, projects);

            assertThat(history(store)).extracting(Entry::event).containsExactly(Event.CREATED, Event.IN_DOUBT);
        }
    }

    /** Found by the simulation, seed 922623: a person had cleared one value and written over the other. */
    @ParameterizedTest
    @OnOneDatabase
    void anEmptyValueAlone_doesNotSayThatALostCallWroteBoth(TestDatabase database) {
        try (Database store = database.open()) {
            tickets.add("1", Map.of("subject", "first", "notes", "n"));
            sync(store, projects);
            tickets.edit("1", Map.of("subject", "second", "notes", ""));
            sync(store, new Dying(projects, false));
            projects.edit("1", Map.of("name", "third", "description", ""));

            sync(store, projects);

            assertThat(history(store))
                    .filteredOn(entry -> entry.record().equals(PROJECTS.record("1")))
                    .extracting(Entry::event)
                    .contains(Event.IN_DOUBT)
                    .doesNotContain(Event.WRITTEN);
        }
    }
}
