package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.operator.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.Page;
import io.tandem.system.SystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 1: each entity is read once for all its flows, and what is stored is never ahead of what was read. */
class FeedsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name", "status");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private Flow flow = flow(Flows.row("email", "email"));
    private SystemException fails;
    private Feeds feeds = feeds();

    private static final EntityKey ELSEWHERE = EntityKey.parse("desk/elsewhere");

    private static Flow flow(Row... rows) {
        return Flows.flow(LinkPolicy.MATCHED, USERS, CONTACTS, List.of(List.of(new MatchPair("email", "email"))), rows);
    }

    private Feeds feeds() {
        FeedNeeds needs = new FeedNeeds(List.of(flow), key -> client(key).facts());
        return new Feeds(store.jdbi(), leases, clock, this::working, needs);
    }

    private EntityClient client(EntityKey key) {
        return key.equals(USERS) ? users : contacts;
    }

    private EntityClient working(EntityKey key) {
        return new PassingOn(client(key)) {
            @Override
            public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
                if (fails != null) {
                    throw fails;
                }
                inner.fetch(watermark, properties, pages);
            }

            @Override
            public String host() {
                return key.equals(ELSEWHERE) ? "desk (v1)" : key.system();
            }
        };
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private void update() {
        feeds.update(USERS, clock.instant());
        feeds.update(CONTACTS, clock.instant());
    }

    private List<String> changedAfter(long sequence) {
        return feeds.changes(USERS, sequence, Long.MAX_VALUE, 100).stream()
                .map(Snapshot::id)
                .toList();
    }

    private Snapshot user(String id) {
        return feeds.snapshots(USERS, List.of(id)).get(id);
    }

    private Waiting waiting() {
        return new Waiting(store.jdbi(), feeds);
    }

    private void add(ModelEntity entity, String id, String email) {
        entity.add(id, Map.of("email", email, "name", "n"));
    }

    @Test
    void fetchesAgain_afterTheClockWasAheadOnce() {
        clock.pass(Duration.ofHours(1));
        update();
        clock.pass(Duration.ofHours(-1));
        add(users, "1", "a@x");
        update();
        assertThat(changedAfter(0)).containsExactly("1");
    }

    @Test
    void asksAFailedSystemAgain_afterTheClockWasAheadOnce() {
        clock.pass(Duration.ofDays(365));
        fails = new SystemException.Unavailable("desk", "desk is not available", null);
        assertThatThrownBy(this::update).isSameAs(fails);
        clock.pass(Duration.ofDays(-365));
        fails = null;
        add(users, "1", "a@x");
        update();
        assertThat(changedAfter(0)).containsExactly("1");
    }

    @Test
    void storesWhatItReads_inOrder_withThePropertiesThatAreUsedOrNeeded() {
        add(users, "1", "a@x");
        add(users, "2", "b@x");
        update();
        assertThat(changedAfter(0)).containsExactly("1", "2");
        assertThat(user("1").record().values().properties()).containsExactlyInAnyOrder("email", "status");
        assertThat(feeds.state(USERS).complete()).isTrue();
        assertThat(feeds.state(USERS).watermark()).isNotNull();
        assertThat(feeds.snapshots(USERS, List.of("404"))).isEmpty();
        assertThat(feeds.snapshots(USERS, List.of())).isEmpty();
    }

    @Test
    void readsOnceForEveryFlowOfARound_andAgainInTheNext() {
        Instant tick = clock.instant();
        feeds.update(USERS, tick);
        feeds.update(USERS, tick);
        assertThat(users.calls("read")).isEqualTo(1);
        feeds.update(USERS, clock.instant());
        assertThat(users.calls("read")).isEqualTo(2);
    }

    @Test
    void givesOnlyChangedRecordsANewPlace() {
        add(users, "1", "a@x");
        add(users, "2", "b@x");
        update();
        long before = feeds.state(USERS).sequence();
        users.edit("1", Map.of("email", "c@x"));
        users.edit("2", Map.of("name", "of no interest"));
        update();
        assertThat(changedAfter(before)).containsExactly("1");
        assertThat(feeds.changes(USERS, 0, before, 100))
                .extracting(Snapshot::id)
                .containsExactly("2");
        assertThat(feeds.changes(USERS, 0, Long.MAX_VALUE, 1)).hasSize(1);
    }

    @Test
    void readsInFullAgain_whenOtherPropertiesAreUsed_andKeepsOldPlaces() {
        add(users, "1", "a@x");
        update();
        long before = feeds.state(USERS).sequence();
        flow = flow(Flows.row("email", "email"), Flows.row("name", "name"));
        feeds = feeds();
        update();
        assertThat(user("1").record().values().has("name")).isTrue();
        assertThat(feeds.state(USERS).properties()).containsExactlyInAnyOrder("email", "name", "status");
        assertThat(changedAfter(before)).containsExactly("1");
    }

    @Test
    void aSystemThatFailedIsLeftAloneForTheRound() {
        fails = new SystemException.Unavailable("desk", "down", null);
        Instant tick = clock.instant();
        assertThatThrownBy(() -> feeds.update(USERS, tick)).isSameAs(fails);
        SystemException first = fails;
        fails = null;
        assertThatThrownBy(() -> feeds.update(USERS, tick))
                .isInstanceOf(SystemException.Unavailable.class)
                .hasMessage("down")
                .as("its own stack trace, not that of the flow that met it first")
                .isNotSameAs(first)
                .hasCause(first);
        assertThat(users.calls("read")).isZero();
        feeds.update(CONTACTS, tick);
        update();
        assertThat(users.calls("read")).isEqualTo(1);
    }

    @Test
    void aMissingEntityIsNoFailureOfItsSystem() {
        fails = new SystemException.EntityMissing("desk", "no such object");
        Instant tick = clock.instant();
        assertThatThrownBy(() -> feeds.update(USERS, tick)).isSameAs(fails);
        fails = null;
        feeds.update(USERS, tick);
        assertThat(users.calls("read")).isEqualTo(1);
    }

    @Test
    void aHostThatFailedStopsNoFeedOfAnotherHostOfItsSystem() {
        fails = new SystemException.Unavailable("desk", "down", null);
        Instant tick = clock.instant();
        assertThatThrownBy(() -> feeds.update(USERS, tick)).isSameAs(fails);
        fails = null;
        feeds.update(ELSEWHERE, tick);
        assertThat(contacts.calls("read")).isEqualTo(1);
    }

    private static Stream<SystemException> failuresOfOneEntity() {
        return Stream.of(
                new SystemException.Misunderstood("desk", "desk/users could not be fetched: HTTP 400", null),
                new SystemException.EntityFailed("desk", "users", "desk/users could not be fetched: HTTP 403"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOneEntity")
    void aListThatCanNotBeReadStopsNoOtherFeedOfItsSystem(SystemException first) {
        fails = first;
        Instant tick = clock.instant();
        assertThatThrownBy(() -> feeds.update(USERS, tick)).isSameAs(first);
        fails = null;
        feeds.update(EntityKey.parse("desk/other"), tick);
        assertThat(contacts.calls("read")).isEqualTo(1);
        assertThatThrownBy(() -> feeds.update(USERS, tick))
                .isInstanceOf(first.getClass())
                .hasMessage(first.getMessage())
                .hasCause(first);
        assertThat(users.calls("read")).isZero();
    }

    @Test
    void ourOwnAnswerIsAnEcho_inItsNewPlace() {
        add(users, "1", "a@x");
        update();
        long before = feeds.state(USERS).sequence();
        Instant edited = clock.instant();
        SyncRecord answer = new SyncRecord(
                USERS.record("1"),
                Values.of(Map.of("email", TextNode.valueOf("ours@x"))),
                clock.instant(),
                "2",
                Presence.LIVE);
        store.jdbi()
                .useTransaction(h -> feeds.saveAnswers(h, USERS, Map.of("1", answer), id -> Map.of("email", edited)));
        assertThat(user("1").isEchoTo(before)).isTrue();
        assertThat(user("1").changedAt()).containsEntry("email", edited);
        assertThat(changedAfter(before)).containsExactly("1");
        store.jdbi().useTransaction(h -> feeds.saveAnswers(h, USERS, Map.of(), id -> Map.of()));
        assertThat(feeds.state(USERS).sequence()).isEqualTo(before + 1);
    }

    @Test
    void keysFollowTheRecords_andAreMadeAgainWhereOtherRulesMadeThem() {
        add(users, "1", "a@x");
        add(contacts, "11", "a@x");
        update();
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).containsExactly(Map.entry("1", Set.of("11")));
        store.jdbi().useTransaction(h -> h.execute("delete from match_key"));
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).isEmpty();
        feeds.bringKeys();
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).isEmpty();
        store.jdbi().useTransaction(h -> h.execute("update feed set key_rules = '{}'"));
        feeds.bringKeys();
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).containsExactly(Map.entry("1", Set.of("11")));
        users.edit("1", Map.of("email", "b@x"));
        update();
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).isEmpty();
    }

    @Test
    void countsAndStreamsTheUnlinkedSources_withoutDeletedAndLinkedOnes() {
        for (int i = 1; i <= 4; i++) {
            add(users, "" + i, i + "@x");
        }
        users.presence("4", Presence.DELETED);
        add(contacts, "11", "1@x");
        update();
        store.jdbi().useTransaction(h -> Links.insert(h, Link.matched(flow.id(), "1", "11", clock.instant())));
        assertThat(waiting().unlinked(flow)).isEqualTo(2);
        List<String> ids = new java.util.ArrayList<>();
        waiting().eachUnlinked(flow, one -> ids.add(one.id()));
        assertThat(ids).containsExactly("2", "3");
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).isEmpty();
        Flow every = Flows.every(USERS, CONTACTS, Flows.row("email", "email"));
        assertThat(waiting().unlinked(every)).isZero();
        assertThat(RivalsTest.candidates(waiting().ambiguous(every))).isEmpty();
    }

    @Test
    void apartPairsAreNoCandidates_forEachOther() {
        add(users, "1", "a@x");
        add(contacts, "11", "a@x");
        add(contacts, "12", "a@x");
        update();
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow)))
                .containsExactly(Map.entry("1", Set.of("11", "12")));
        store.jdbi()
                .useTransaction(h -> Links.insert(
                        h,
                        Link.matched(flow.id(), "1", "11", clock.instant())
                                .withState(io.tandem.chunk.LinkState.UNLINKED)));
        assertThat(RivalsTest.candidates(waiting().ambiguous(flow))).containsExactly(Map.entry("1", Set.of("12")));
    }

    @Test
    void readsPageByPage_andTakesTheNewestOfARepeatedRecord() {
        users.pageSize(2);
        for (int i = 1; i <= 5; i++) {
            add(users, "" + i, i + "@x");
        }
        update();
        assertThat(changedAfter(0)).hasSize(5);
        clock.pass(Duration.ofMinutes(1));
        users.edit("3", Map.of("email", "new@x"));
        update();
        assertThat(user("3").record().values().get("email").asText()).isEqualTo("new@x");
        assertThat(user("3").changedAt().get("email")).isEqualTo(users.get("3").modified());
        assertThat(keysOf("3")).containsExactly("new@x");
    }

    @Test
    void endsWithThePageInHand_whenRoundsAreToEnd_andGoesOnFromThere() {
        users.pageSize(2);
        for (int i = 1; i <= 5; i++) {
            clock.pass(Duration.ofSeconds(1));
            add(users, "" + i, i + "@x");
        }
        leases.halt(true);
        assertThatThrownBy(this::update).isInstanceOf(Halted.class);
        assertThat(changedAfter(0)).containsExactly("1", "2");
        assertThat(feeds.state(USERS).complete()).isFalse();

        leases.halt(false);
        update();
        assertThat(changedAfter(0)).containsExactly("1", "2", "3", "4", "5");
        assertThat(feeds.state(USERS).complete()).isTrue();
    }

    private List<String> keysOf(String user) {
        return store.jdbi().withHandle(h -> h.createQuery("select match_key from match_key where record_id = ?")
                .bind(0, user)
                .mapTo(String.class)
                .list());
    }

    /** Rule 11: a watermark is saved with the snapshots that it vouches for, or not at all. */
    @Test
    void keepsTheWatermark_whenTheRecordsOfItsPageCouldNotBeStored() {
        users.add("1", Map.of("email", "kim@mail.example"));
        update();
        String before = feeds.state(USERS).watermark();

        clock.pass(Duration.ofMinutes(1));
        users.add("2", Map.of("email", "lee@mail.example"));
        store.jdbi().useHandle(h -> h.execute("alter table match_key rename to elsewhere"));
        assertThatThrownBy(this::update).isInstanceOf(RuntimeException.class);

        assertThat(feeds.state(USERS).watermark()).isEqualTo(before);
    }
}
