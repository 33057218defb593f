package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Trouble;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.Ambiguities;
import io.tandem.operator.Lists;
import io.tandem.operator.Lists.ConflictRow;
import io.tandem.operator.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator's lists cost: a list has one statement, however long it is; one record's lines need no list. */
class ListCostTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final int PAIRS = 30;
    private static final Flow FLOW = Flows.flow(
            LinkPolicy.MATCHED,
            USERS,
            CONTACTS,
            List.of(List.of(new MatchPair("email", "email"))),
            Flows.row("email", "email"),
            Flows.row("phone", "phone", ConflictPolicy.MANUAL, FirstMergePolicy.MANUAL, Direction.BOTH));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");
    private final Recorder recorder = new Recorder();
    private Database store;
    private TestEngine engine;
    private Lists lists;

    @BeforeEach
    void open() throws SQLException {
        for (int i = 0; i < PAIRS; i++) {
            users.add("" + i, Map.of("email", i + "@x", "phone", "1"));
            contacts.add("c" + i, Map.of("email", i + "@x", "phone", "2"));
        }
        for (String twin : List.of("80", "81")) {
            users.add(twin, Map.of("email", "twins@x", "phone", "1"));
        }
        contacts.add("c80", Map.of("email", "twins@x", "phone", "1"));
        users.add("90", Map.of("email", "alone@x", "phone", "1"));
        DriverManager.registerDriver(recorder);
        store = Database.open(recorder.url(TestDatabase.H2.migratedUrl()), TestDatabase.H2.user, "");
        engine = new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock);
        engine.sync();
        lists = new Lists(store.jdbi(), engine.engine().waiting());
    }

    @AfterEach
    void shut() throws SQLException {
        engine.close();
        store.close();
        DriverManager.deregisterDriver(recorder);
    }

    @Test
    void conflictsAreOneStatement_eachWithItsPair() {
        List<ConflictRow> rows = new ArrayList<>();
        long before = recorder.executions();

        lists.eachConflict(List.of(FLOW), rows::add);

        assertThat(recorder.executions() - before).isEqualTo(1);
        assertThat(rows).hasSize(PAIRS).allMatch(row -> row.target()
                .equals(row.source().replace("desk/users/", "shop/contacts/c")));
    }

    @Test
    void theVersionOfTheStoreIsOneLookUp_howeverManyRowsItHas() {
        long before = recorder.executions();

        assertThat(StoreState.version(store.jdbi())).isEqualTo(String.valueOf(Migration.NEWEST));

        assertThat(recorder.executions() - before).isEqualTo(1);
    }

    /** Counts and searches of those who wait walk over keys: so linked records have none, however they were linked. */
    @Test
    void onlyFreeRecordsHaveKeys() {
        assertThat(keyHolders()).containsExactly("80", "81", "90", "c80");

        engine.decisions("kim").unlink(FLOW, "7");
        assertThat(keyHolders()).containsExactly("7", "80", "81", "90", "c7", "c80");

        engine.decisions("kim").link(FLOW, "7", "c7");
        store.jdbi().useTransaction(h -> {
            MatchKeyTable.forgetLinked(h, FLOW, Side.SOURCE);
            MatchKeyTable.forgetLinked(h, FLOW, Side.TARGET);
        });
        assertThat(keyHolders()).containsExactly("80", "81", "90", "c80");
    }

    private List<String> keyHolders() {
        return store.jdbi().withHandle(h -> h.createQuery("select record_id from match_key order by 1")
                .mapTo(String.class)
                .list());
    }

    private void park(int records) {
        store.jdbi()
                .useTransaction(h -> Park.add(
                        h,
                        FLOW.id(),
                        IntStream.range(0, records)
                                .mapToObj(i -> new Trouble(Side.SOURCE, "" + i, "", "no", false))
                                .toList(),
                        clock.instant()));
    }

    @Test
    void aRetryOfAllTakesAsManyStatements_howeverMuchIsParked() {
        park(PAIRS);
        long before = recorder.executions();

        assertThat(engine.decisions("kim").retryAll(List.of(FLOW.id()))).isEqualTo(PAIRS);

        assertThat(recorder.executions() - before).isEqualTo(5);
    }

    @Test
    void aRetryOfAllHasFewRecordsInMemory_howeverMuchIsParked() {
        park(1_100);

        assertThat(engine.decisions("kim").retryAll(List.of(FLOW.id()))).isEqualTo(1_100);

        assertThat(recorder.statements().entrySet())
                .filteredOn(one -> one.getKey().startsWith("update park set next_try_ms"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.getValue().size()).isEqualTo(500));

        assertThat(store.jdbi()
                        .withHandle(h -> Wakes.of(h, FLOW.id(), Side.SOURCE, 0, Long.MAX_VALUE, 2_000))
                        .values())
                .doesNotHaveDuplicates()
                .hasSize(1_100);
    }

    @Test
    void aRecordsConflictsAreFoundByIt() {
        assertThat(lists.conflicts(List.of(FLOW), CONTACTS.record("c7")))
                .extracting(ConflictRow::source)
                .containsExactly("desk/users/7");
        assertThat(lists.conflicts(List.of(FLOW), CONTACTS.record("c80"))).isEmpty();
    }

    @Test
    void whatOneRecordWaitsFor_isWhatTheListSays() {
        List<Lists.WaitingRow> all = new ArrayList<>();
        lists.eachWaiting(FLOW, (seen, row) -> all.add(row));

        assertThat(all).hasSize(3);
        assertThat(List.of("80", "81", "90", "7", "nowhere"))
                .flatExtracting(
                        id -> lists.waiting(FLOW, USERS.record(id)).stream().toList())
                .containsExactlyElementsOf(all);
    }

    @Test
    void whatWaitsIsListedWithoutWhatTheRecordsHold() {
        long before = recorder.executions();
        List<String> keys = new ArrayList<>();

        lists.eachUnmatched(FLOW, lists.ambiguous(FLOW), (seen, row) -> keys.add(row.record()));

        assertThat(keys).containsExactly("desk/users/90");
        assertThat(recorder.executions() - before)
                .as("candidates, unlinked pairs, the feed, its unlinked records")
                .isEqualTo(4);
    }

    @Test
    void whatTheRecordsHoldIsReadOnceForAllOfThem() {
        List<String> emails = new ArrayList<>();
        lists.eachWaiting(FLOW, (seen, row) -> emails.add(email(seen)));
        long before = recorder.executions();

        lists.eachWaiting(FLOW, (seen, row) -> emails.add(email(seen)));

        assertThat(emails).hasSize(6).contains("alone@x");
        assertThat(recorder.executions() - before)
                .as("the four, the feed, its snapshots")
                .isEqualTo(6);
    }

    private static String email(Waiting.Unlinked seen) {
        return seen.snapshot()
                .get()
                .orElseThrow()
                .record()
                .values()
                .get("email")
                .textValue();
    }

    @Test
    void theAmbiguousAndTheOthersAreTwoWalks_eachOfWhichReadsItsOwn() {
        Ambiguities ambiguous = lists.ambiguous(FLOW);
        List<String> twins = new ArrayList<>();
        List<String> others = new ArrayList<>();

        lists.eachAmbiguous(FLOW, ambiguous, (seen, row) -> twins.add(seen.id()));
        lists.eachUnmatched(FLOW, ambiguous, (seen, row) -> others.add(seen.id()));

        assertThat(twins).containsExactly("80", "81");
        assertThat(others).containsExactly("90");
    }

    @Test
    void whereNoneIsAmbiguous_noneIsRead() {
        store.jdbi().useHandle(h -> h.execute("delete from match_key where record_id in ('80', '81')"));
        Ambiguities none = lists.ambiguous(FLOW);
        long before = recorder.executions();

        lists.eachAmbiguous(FLOW, none, (seen, row) -> {});

        assertThat(recorder.executions()).isEqualTo(before);
    }

    @Test
    void aPairThatWasTakenApart_isNoCandidate() {
        engine.decisions("kim").unlink(FLOW, "7");

        assertThat(lists.waiting(FLOW, USERS.record("7")))
                .map(Lists.WaitingRow::candidates)
                .isEqualTo(Optional.of(List.of()));
    }
}
