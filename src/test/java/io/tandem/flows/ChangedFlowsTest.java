package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Connection;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.system.EntityClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Flow files that change between two starts, and flows that are off for a while (rule 16). */
class ChangedFlowsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey PEOPLE = EntityKey.parse("pms/people");
    private static final Row EMAIL = Flows.row("email", "email");
    private static final Flow MATCHED = Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"), EMAIL);
    private static final Flow OTHER = Flows.every(USERS, PEOPLE, EMAIL);
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");
    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final Flow TRADE = Flows.every(FIRMS, CUSTOMERS, Flows.row("name", "name"));
    private static final Flow WORK =
            Flows.every(CASES, JOBS, Flows.row("title", "name"), Flows.reference("firm", "customer", FIRMS, CUSTOMERS));
    private static final Row BY_HAND =
            Flows.row("phone", "telephone", ConflictPolicy.MANUAL, FirstMergePolicy.FILL, Direction.BOTH);

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "title", "telephone");
    private final ModelEntity people = new ModelEntity(PEOPLE, clock, "email");
    private final ModelEntity firms = new ModelEntity(FIRMS, clock, "name");
    private final ModelEntity customers = new ModelEntity(CUSTOMERS, clock, "name");
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name", "customer");
    private final Map<EntityKey, EntityClient> clients = new java.util.HashMap<>(Map.of(
            USERS, users, CONTACTS, contacts, PEOPLE, people, FIRMS, firms, CUSTOMERS, customers, CASES, cases, JOBS,
            jobs));

    private FlowTotals sync(Database store, Flow... on) {
        try (TestEngine engine = new TestEngine(store, List.of(on), clients, clock)) {
            engine.sync();
            return FlowTotals.of(store.jdbi(), engine.engine().waiting(), on[0]);
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void matchesByTheKeysOfNow_afterAFlowWasOffForAWhile(TestDatabase database) {
        users.add("1", Map.of("email", "old@x"));
        try (Database store = database.open()) {
            sync(store, MATCHED, OTHER);
            sync(store, OTHER);
            users.edit("1", Map.of("email", "new@x"));
            users.add("2", Map.of("email", "two@x"));
            sync(store, OTHER);
            contacts.add("11", Map.of("email", "old@x"));
            contacts.add("12", Map.of("email", "two@x"));
            assertThat(sync(store, MATCHED, OTHER).linked()).isEqualTo(1);
            assertThat(users.text("1", "email")).isEqualTo("new@x");
            assertThat(contacts.text("11", "email")).isEqualTo("old@x");
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void resolvesAReferenceThatChanged_whileTheFlowOfItsRecordsWasOff(TestDatabase database) {
        firms.add("7", Map.of("name", "Acme"));
        firms.add("8", Map.of("name", "Best"));
        cases.add("1", Map.of("title", "first", "firm", "7"));
        try (Database store = database.open()) {
            sync(store, WORK, TRADE);
            assertThat(jobs.text("1", "customer")).isEqualTo("1");
            cases.edit("1", Map.of("firm", "8"));
            assertThat(sync(store, WORK).unresolved()).isEqualTo(1);
            sync(store, WORK, TRADE);
            sync(store, WORK, TRADE);
            assertThat(jobs.text("1", "customer")).isEqualTo("2");
        }
    }

    @Test
    void createsWhatRefersToALinkedRecord_onceItsFlowIsOnAgain() {
        Flow connected = connected(FIRMS);
        firms.add("7", Map.of("name", "Acme"));
        try (Database store = TestDatabase.H2.open()) {
            sync(store, connected, TRADE);
            cases.add("1", Map.of("title", "first", "firm", "7"));
            sync(store, connected);
            assertThat(jobs.all()).isEmpty();
            sync(store, connected, TRADE);
            assertThat(jobs.all()).hasSize(1);
        }
    }

    @Test
    void looksAtAllRecordsAgain_whenAFlowIsConnectedToOthersThanBefore() {
        firms.add("7", Map.of("name", "Acme"));
        cases.add("1", Map.of("title", "first", "firm", "7"));
        try (Database store = TestDatabase.H2.open()) {
            sync(store, connected(PEOPLE), TRADE);
            assertThat(jobs.all()).isEmpty();
            sync(store, connected(FIRMS), TRADE);
            assertThat(jobs.all()).hasSize(1);
        }
    }

    private static Flow connected(EntityKey to) {
        return FlowBuilder.of(CASES, JOBS)
                .id(WORK.id())
                .link(LinkPolicy.CONNECTED)
                .rows(WORK.rows())
                .connectedTo(new Connection(to))
                .build();
    }

    @ParameterizedTest
    @OnOneDatabase
    void leavesNoConflictBehind_ofARowThatIsGone(TestDatabase database) {
        Row name = Flows.row("name", "title");
        Flow both = Flows.every(USERS, CONTACTS, name, BY_HAND);
        users.add("1", Map.of("name", "One", "phone", "111"));
        try (Database store = database.open()) {
            sync(store, both);
            users.edit("1", Map.of("phone", "ours"));
            contacts.edit("1", Map.of("telephone", "theirs"));
            assertThat(sync(store, both).conflicts()).isEqualTo(1);
            assertThat(sync(store, Flows.every(USERS, CONTACTS, name)).conflicts())
                    .isZero();
            assertThat(sync(store, both).conflicts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void losesNoEdit_whenARowIsAdded_andTheListLagsBehindOurWrite(TestDatabase database) {
        Row name = Flows.row("name", "title");
        Lagging replica = new Lagging(users);
        clients.put(USERS, replica);
        users.add("1", Map.of("name", "One", "phone", "111"));
        try (Database store = database.open()) {
            sync(store, Flows.every(USERS, CONTACTS, name));
            contacts.edit("1", Map.of("telephone", "222"));
            contacts.edit("1", Map.of("title", "Renamed"));
            replica.lag(users.get("1"));
            sync(store, Flows.every(USERS, CONTACTS, name));
            assertThat(users.text("1", "name")).isEqualTo("Renamed");
            Flow more = Flows.every(
                    USERS,
                    CONTACTS,
                    name,
                    Flows.row("phone", "telephone", ConflictPolicy.LATEST, FirstMergePolicy.SOURCE, Direction.BOTH));
            sync(store, more);
            replica.lag(null);
            sync(store, more);
            assertThat(users.text("1", "phone")).isEqualTo("111");
            assertThat(contacts.text("1", "telephone")).isEqualTo("111");
        }
    }
}
