package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.chunk.WantedReference;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.Tuning;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.FlowProgress;
import io.tandem.store.History;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.NextTry;
import io.tandem.store.Park;
import io.tandem.store.Parked;
import io.tandem.store.References;
import io.tandem.store.Unresolved;
import io.tandem.store.Wakes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a decision leaves in the store: who took it, and what the next round looks at because of it. */
class DecisionTracesTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Row PHONE = Flows.row("phone", "telephone");
    private static final Row USER = Flows.reference("user", "contact", USERS, CONTACTS);
    private static final Flow FLOW = Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"), PHONE);
    private static final Flow VISITS =
            Flows.every(EntityKey.parse("desk/visits"), EntityKey.parse("shop/visits"), USER);

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "telephone");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final Feeds feeds = new Feeds(
            store.jdbi(),
            leases,
            clock,
            key -> key.equals(USERS) ? users : contacts,
            new FeedNeeds(List.of(FLOW), key -> (key.equals(USERS) ? users : contacts).facts()));
    private final Decisions decisions = decisions(List.of(FLOW, VISITS));

    private Decisions decisions(List<Flow> on) {
        return new Decisions(store.jdbi(), feeds, new References(store.jdbi(), on, key -> key), leases, clock, "ann");
    }

    @BeforeEach
    void compared() {
        for (String id : List.of("1", "2", "3")) {
            users.add(id, Map.of("email", "one@x"));
        }
        contacts.add("11", Map.of("email", "one@x"));
        contacts.add("12", Map.of("email", "one@x"));
        feeds.update(USERS, clock.instant());
        feeds.update(CONTACTS, clock.instant());
        store.jdbi().useTransaction(h -> {
            FlowProgress.of(h, FLOW.id());
            FlowProgress.matchedAt(h, FLOW.id(), Side.SOURCE, "5/7");
        });
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private Link linked(Flow flow, String source, String target) {
        return store.jdbi().withHandle(h -> Links.insert(h, Link.matched(flow.id(), source, target, clock.instant())));
    }

    private void waits(Link link) {
        RowOutcome outcome = new RowOutcome.Unresolved(USER, new WantedReference(USERS.record("1"), CONTACTS));
        store.jdbi()
                .useTransaction(h -> Unresolved.save(h, link.flow(), Map.of(link.id(), List.of(outcome)), key -> key));
    }

    private long conflict(Link link) {
        RowOutcome open = new RowOutcome.Open(
                PHONE, new RowOutcome.Conflict(TextNode.valueOf("a"), TextNode.valueOf("b"), null, "both changed it"));
        return store.jdbi().inTransaction(h -> {
            Conflicts.save(h, link, List.of(open), written -> false, clock.instant());
            return StoredConflicts.of(h, FLOW.id()).get(0).id();
        });
    }

    private List<Long> park(String... users) {
        store.jdbi()
                .useTransaction(h -> Park.add(
                        h,
                        FLOW.id(),
                        Arrays.stream(users)
                                .map(id -> new Trouble(Side.SOURCE, id, "", "refused", false))
                                .toList(),
                        clock.instant()));
        return parked().stream().map(Parked::id).toList();
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
    }

    private List<String> due() {
        return store.jdbi()
                .withHandle(h -> NextTry.due(
                        h,
                        FLOW.id(),
                        Side.SOURCE,
                        clock.instant(),
                        Tuning.DEFAULT.pauses().longest(),
                        "",
                        100));
    }

    private Iterable<String> woken(Flow flow) {
        return new LinkedHashSet<>(store.jdbi()
                .withHandle(h -> Wakes.of(h, flow.id(), Side.SOURCE, 0, Long.MAX_VALUE, 1_000))
                .values());
    }

    private String matchedAt() {
        return store.jdbi().inTransaction(h -> FlowProgress.of(h, FLOW.id())).matchedAt();
    }

    private List<String> history() {
        return store.jdbi().withHandle(h -> History.of(h, FLOW.id(), 100)).stream()
                .map(DecisionTracesTest::told)
                .toList();
    }

    private static String told(Entry entry) {
        return entry.who() + " " + entry.event().word() + " " + entry.record() + " " + entry.origin() + ": "
                + entry.because();
    }

    @Test
    void linking_isTold_andWakesThePairAndWhatWaitedForIt() {
        waits(linked(VISITS, "visit", "visited"));
        decisions.link(FLOW, "1", "11");
        assertThat(history()).containsExactly("ann linked desk/users/1 shop/contacts/11: an operator linked them");
        assertThat(woken(FLOW)).containsExactly("1");
        assertThat(woken(VISITS)).containsExactly("visit");
        assertThat(matchedAt()).isEmpty();
    }

    @Test
    void unlinking_isTold_andWakesTheSourcesThatMayMatchNow() {
        linked(FLOW, "1", "11");
        linked(FLOW, "3", "13");
        decisions.unlink(FLOW, "1");
        assertThat(history()).containsExactly("ann unlinked desk/users/1 shop/contacts/11: an operator unlinked them");
        assertThat(woken(FLOW)).containsExactlyInAnyOrder("1", "2");
        assertThat(matchedAt()).isEmpty();
    }

    @Test
    void anUnlinkedPair_waitsForNothing() {
        Link link = linked(FLOW, "1", "11");
        waits(link);
        conflict(link);
        park("1", "2");
        decisions.unlink(FLOW, "1");
        store.jdbi().useHandle(h -> {
            assertThat(Unresolved.known(h, List.of(link.id()))).isEmpty();
            assertThat(Conflicts.unsettled(h, List.of(link.id()))).isEmpty();
        });
        assertThat(parked()).extracting(Parked::recordId).containsExactly("2");
    }

    @Test
    void aResolution_isTold_withoutValues_andWakesThePair() {
        long id = conflict(linked(FLOW, "1", "11"));
        decisions.resolve(id, Side.TARGET);
        assertThat(history())
                .containsExactly("ann resolved desk/users/1 shop/contacts/11: an operator decided conflict " + id
                        + ": the target wins");
        List<Entry> last = store.jdbi().withHandle(h -> History.of(h, FLOW.id(), 1));
        assertThat(Json.text(last.get(0).changes()))
                .isEqualTo("[{\"property\":\"phone\",\"before\":null,\"after\":null}]");
        assertThat(woken(FLOW)).containsExactly("1");
    }

    @Test
    void ofAFlowThatIsOff_theFlowIsTold() {
        Decisions off = decisions(List.of());
        long conflict = conflict(linked(FLOW, "1", "11"));
        List<Long> ids = park("2");
        off.resolve(conflict, Side.SOURCE);
        off.retry(ids);
        assertThat(history())
                .containsExactly(
                        "ann resolved null null: an operator decided conflict " + conflict + ": the source wins",
                        "ann retried null null: an operator wants another try of what was parked as " + ids.get(0));
    }

    @Test
    void aRetry_isTold_ofThoseThatWereNamed_andMakesThemDue() {
        List<Long> ids = park("1", "2", "3");
        assertThat(decisions.retry(ids.subList(0, 2))).isEqualTo(2);
        assertThat(history())
                .containsExactlyInAnyOrderElementsOf(parked().subList(0, 2).stream()
                        .map(DecisionTracesTest::retried)
                        .toList());
        assertThat(due()).hasSize(2);
    }

    private static String retried(Parked parked) {
        return "ann retried desk/users/" + parked.recordId()
                + " null: an operator wants another try of what was parked as " + parked.id();
    }

    @Test
    void aRetryOfAll_isTold_ofEach_andMakesThemDue() {
        park("1", "2", "3");
        assertThat(decisions.retryAll(List.of(FLOW.id()))).isEqualTo(3);
        assertThat(history())
                .containsExactlyElementsOf(
                        parked().stream().map(DecisionTracesTest::retried).toList());
        assertThat(due()).containsExactly("1", "2", "3");
    }

    @Test
    void aRetryOfSomethingUnknown_namesThatAlone_andTriesNothing() {
        long known = park("1").get(0);
        assertThatThrownBy(() -> decisions.retry(List.of(known, 404L, 405L)))
                .isInstanceOfSatisfying(ConfigurationFault.class, fault -> assertThat(fault.faults())
                        .extracting(Fault::message)
                        .containsExactly(
                                "nothing is parked under 404. List what is: tandem parked",
                                "nothing is parked under 405. List what is: tandem parked"));
        assertThat(history()).isEmpty();
        assertThat(due()).isEmpty();
    }

    @Test
    void deletesThatWereAllowed_areTold() {
        store.jdbi().useTransaction(h -> FlowProgress.deletes(h, FLOW.id(), 12, 0));
        decisions.allowDeletes(FLOW);
        assertThat(history())
                .containsExactly(
                        "ann deletes-allowed null null: an operator let the deletes go on that the guard held");
    }

    @Test
    void pausingAndResuming_isTold_onlyWhenItChangedSomething() {
        decisions.pause(FLOW, false);
        decisions.pause(FLOW, true);
        decisions.pause(FLOW, true);
        decisions.pause(FLOW, false);
        assertThat(history())
                .containsExactly(
                        "ann paused null null: an operator paused the flow",
                        "ann resumed null null: an operator resumed the flow");
    }
}
