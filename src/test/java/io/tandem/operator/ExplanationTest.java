package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.RecordKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why does this value stand here? The history has one row for each remote write, and says from where and by which rule. */
class ExplanationTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW = Flows.matched(
            USERS,
            CONTACTS,
            new MatchPair("email", "email"),
            Flows.row("name", "name"),
            Flows.row("phone", "phone", ConflictPolicy.MANUAL, FirstMergePolicy.FILL, Direction.BOTH));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name", "phone");
    private final Database store = TestDatabase.H2.open();
    private final TestEngine engine =
            new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock);

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private void pair() {
        users.add("1", Map.of("email", "one@x", "name", "One", "phone", "111"));
        contacts.add("11", Map.of("email", "ONE@x", "name", "One"));
        engine.sync();
    }

    private Explanation explanation(String key) {
        return Explanation.of(store.jdbi(), engine.engine().feeds(), List.of(FLOW), RecordKey.parse(key));
    }

    private List<Event> events(String key) {
        return explanation(key).history().stream().map(Entry::event).toList();
    }

    @Test
    void tellsFromWhereAndWhyAValueCame() {
        pair();
        contacts.edit("11", Map.of("name", "Uno"));
        engine.sync();

        Explanation found = explanation("desk/users/1");

        assertThat(found.history())
                .extracting(e -> e.event().word() + " " + e.record() + " from " + e.origin() + ": " + e.because())
                .containsExactly(
                        "linked desk/users/1 from shop/contacts/11: they match by email = email",
                        "written shop/contacts/11 from desk/users/1: the target was empty when the two met",
                        "written desk/users/1 from shop/contacts/11: only the target changed");
        assertThat(Json.text(found.history().get(2).changes()))
                .isEqualTo("[{\"property\":\"name\",\"before\":\"One\",\"after\":\"Uno\"}]");
        assertThat(found.links()).singleElement().satisfies(pair -> {
            assertThat(pair.link().target()).isEqualTo("shop/contacts/11");
            assertThat(pair.properties().get(0).source().textValue()).isEqualTo("Uno");
            assertThat(pair.properties().get(0).agreedTarget().textValue()).isEqualTo("Uno");
        });
        assertThat(explanation("shop/contacts/11").history()).isEqualTo(found.history());
    }

    @Test
    void namesTheLinesOfTheDocument_thatARowComesFrom() {
        pair();
        Row name = FLOW.rows().get(0);
        Documented documented = new Documented(
                List.of(),
                List.of(),
                List.of(new Documented.Property(
                        name, "", List.of(new Documented.Line("desk-shop#1.2", Optional.empty(), List.of())))));
        Flow flow = FlowBuilder.like(FLOW).documented(documented).build();

        Explanation found =
                Explanation.of(store.jdbi(), engine.engine().feeds(), List.of(flow), RecordKey.parse("desk/users/1"));

        assertThat(found.links().get(0).properties())
                .extracting(property -> property.row() + " " + property.from())
                .containsExactly("name->name [desk-shop#1.2]", "phone->phone []");
    }

    @Test
    void hasOneRowForEachRemoteWrite_andNoneForAnEcho() {
        pair();
        int before = users.calls("write") + contacts.calls("write");
        users.edit("1", Map.of("name", "A", "phone", "222"));
        engine.sync();
        engine.sync();
        contacts.edit("11", Map.of("name", "B"));
        engine.sync();
        engine.sync();

        int writes = users.calls("write") + contacts.calls("write") - before;
        assertThat(writes).isEqualTo(2);
        assertThat(events("desk/users/1")).containsExactly(Event.LINKED, Event.WRITTEN, Event.WRITTEN, Event.WRITTEN);
    }

    @Test
    void keepsBothValuesOfAConflict_andWhoDecidedIt() {
        pair();
        users.edit("1", Map.of("phone", "ours"));
        contacts.edit("11", Map.of("phone", "theirs"));
        engine.sync();
        engine.sync();
        long id = store.jdbi()
                .withHandle(h -> StoredConflicts.of(h, FLOW.id()))
                .get(0)
                .id();
        engine.decisions("ann").resolve(id, Side.TARGET);
        engine.sync();

        List<Entry> history = explanation("shop/contacts/11").history();

        assertThat(history)
                .extracting(Entry::event)
                .containsExactly(Event.LINKED, Event.WRITTEN, Event.CONFLICT, Event.RESOLVED, Event.WRITTEN);
        assertThat(Json.text(history.get(2).changes()))
                .isEqualTo("[{\"property\":\"phone\",\"before\":\"ours\",\"after\":\"theirs\"}]");
        assertThat(history.get(3).who()).isEqualTo("ann");
        assertThat(history.get(4).because()).isEqualTo("an operator decided");
        assertThat(history.get(4).record()).isEqualTo(RecordKey.parse("desk/users/1"));
    }

    @Test
    void tellsEachDecision_andWhoTookIt() {
        pair();
        engine.decisions("ann").unlink(FLOW, "1");
        engine.decisions("ann").link(FLOW, "1", "11");
        engine.decisions("ann").pause(FLOW, true);
        engine.decisions("ann").pause(FLOW, false);

        Explanation ofFlow = Explanation.of(store.jdbi(), FLOW);

        assertThat(ofFlow.history())
                .filteredOn(e -> e.who().equals("ann"))
                .extracting(Entry::event)
                .containsExactly(Event.UNLINKED, Event.LINKED, Event.PAUSED, Event.RESUMED);
    }

    @Test
    void tellsThatARecordWasDeleted_andCameBack() {
        pair();
        contacts.presence("11", Presence.DELETED);
        engine.sync();
        contacts.presence("11", Presence.LIVE);
        engine.sync();

        assertThat(events("desk/users/1"))
                .containsExactly(Event.LINKED, Event.WRITTEN, Event.TARGET_DELETED, Event.LINKED);
    }

    @Test
    void hasNoValues_forTheConsole() {
        pair();
        contacts.edit("11", Map.of("name", "Uno"));
        engine.sync();

        String shown =
                Json.text(Explanation.happened(store.jdbi(), FLOW, Optional.of(RecordKey.parse("desk/users/1"))));

        assertThat(shown).contains("only the target changed", "\"property\":\"name\"");
        assertThat(shown).doesNotContain("Uno", "One", "111", "@x");
    }

    @Test
    void knowsNothingOfARecordThatWasNeverSeen() {
        assertThat(explanation("desk/users/404").known()).isFalse();
    }
}
