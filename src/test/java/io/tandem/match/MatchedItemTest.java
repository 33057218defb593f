package io.tandem.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.UnderWay;
import io.tandem.chunk.Verdict;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Chunks;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.kit.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one pass of the step finds out about the records of one chunk, and of those alone. */
class MatchedItemTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow MATCHED = flow(LinkPolicy.MATCHED, "email");
    private static final Flow EITHER = flow(LinkPolicy.MATCHED, "email", "name");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);

    private static Flow flow(LinkPolicy link, String... alternatives) {
        return Flows.flow(
                link,
                USERS,
                CONTACTS,
                Arrays.stream(alternatives)
                        .map(property -> List.of(new MatchPair(property, property)))
                        .toList(),
                Flows.row("email", "email"));
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private void user(String id, String email, String name) {
        users.add(id, Map.of("email", email, "name", name));
    }

    private void contact(String id, String email, String name) {
        contacts.add(id, Map.of("email", email, "name", name));
    }

    /** The items of one chunk that holds these records alone, although the store knows all. */
    private List<Item> matched(Flow flow, Side from, String... ids) throws Exception {
        return matched(chunk(flow, from, ids));
    }

    private List<Item> matched(Chunk chunk) throws Exception {
        return Chunks.process(new MatchStep(store.jdbi(), feeds(chunk.flow())::keyRule, clock), chunk)
                .items();
    }

    private Feeds feeds(Flow flow) {
        return new Feeds(
                store.jdbi(),
                leases,
                clock,
                key -> key.equals(USERS) ? users : contacts,
                new FeedNeeds(List.of(flow), key -> (key.equals(USERS) ? users : contacts).facts()));
    }

    private Chunk chunk(Flow flow, Side from, String... ids) {
        Feeds feeds = feeds(flow);
        feeds.bringKeys();
        feeds.update(USERS, clock.instant());
        feeds.update(CONTACTS, clock.instant());
        List<Item> items = Arrays.stream(ids)
                .map(id -> new Item(
                        from, feeds.snapshots(flow.entity(from), List.of(id)).get(id), true))
                .toList();
        return new Chunk(flow, from, clock.instant(), 0, 9, items, List.of());
    }

    private static String pair(Item item) {
        Link link = item.link().orElseThrow();
        return link.sourceId() + " - " + link.targetId();
    }

    @Test
    void linksSourceToTarget_whicheverSideIsLookedAt() throws Exception {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        assertThat(pair(matched(MATCHED, Side.SOURCE, "1").get(0))).isEqualTo("1 - 11");
        assertThat(pair(matched(MATCHED, Side.TARGET, "11").get(0))).isEqualTo("1 - 11");
    }

    /** Another flow's fetch may store an edit while the chunk waits. What was read says that it has no partner. */
    @ParameterizedTest
    @CsvSource({"'',one@x", "one@x,two@x", "two@x,''"})
    void comparesByTheKeyThatIsStored_whereARecordChangedSinceItWasRead(String read, String stored) throws Exception {
        user("1", read, "a");
        contact("11", "one@x", "b");
        contact("12", "two@x", "c");
        Flow flow = flow(LinkPolicy.MATCHED_OR_CREATE, "email");
        Chunk chunk = chunk(flow, Side.SOURCE, "1");
        users.edit("1", Map.of("email", stored));
        chunk(flow, Side.SOURCE);
        Item item = matched(chunk).get(0);
        if (stored.isEmpty()) {
            assertThat(item.verdict()).contains(new Verdict.Create());
        } else {
            assertThat(pair(item)).isEqualTo("1 - " + (stored.equals("one@x") ? "11" : "12"));
        }
    }

    @Test
    void comparesByAllKeysThatAreStored_whereARecordGotAnotherSinceItWasRead() throws Exception {
        user("1", "", "a");
        contact("11", "one@x", "other");
        contact("12", "two@x", "a");
        Flow flow = flow(LinkPolicy.MATCHED, "email", "name");
        Chunk chunk = chunk(flow, Side.SOURCE, "1");
        users.edit("1", Map.of("email", "one@x"));
        chunk(flow, Side.SOURCE);
        assertThat(pair(matched(chunk).get(0))).isEqualTo("1 - 11");
    }

    /** By then that one has linked it to another record. */
    @Test
    void waitsForAChunkThatHasThePartnerInHand_andMatchesOnceMore() throws Exception {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        UnderWay underWay = new UnderWay(EITHER.id(), 2, 0, Clock.systemUTC());
        UnderWay.Place other = underWay.begin(0, 0);
        assertThat(other.claim(List.of("11"), 0)).isTrue();
        Chunk chunk = chunk(EITHER, Side.SOURCE, "1").at(underWay.begin(0, 9));
        CompletableFuture<List<Item>> matching = Waiting.of(() -> matched(chunk));

        store.jdbi().useHandle(h -> Links.insert(h, Link.matched(EITHER.id(), "2", "11", clock.instant())));
        other.saved();
        other.done(false);
        assertThat(matching.get(20, TimeUnit.SECONDS).get(0).skipped()).contains("no record matches");
    }

    @Test
    void leavesAloneWhatHasNoPartner_orSeveral_andSaysWhy() throws Exception {
        user("1", "one@x", "a");
        user("2", "two@x", "a");
        contact("12", "two@x", "b");
        contact("13", "two@x", "b");
        List<Item> items = matched(MATCHED, Side.SOURCE, "1", "2");
        assertThat(items.get(0).skipped()).contains("no record matches");
        assertThat(items.get(1).skipped())
                .hasValueSatisfying(why -> assertThat(why).startsWith("ambiguous"));
        assertThat(items.get(0).verdict()).contains(new Verdict.Waiting("no record matches"));
        assertThat(items.get(1).verdict()).contains(new Verdict.Ambiguous());
    }

    /** What it made may be the only record that matches another one now. */
    @ParameterizedTest
    @CsvSource({"SOURCE, one@x, true", "SOURCE, two@x, false", "TARGET, one@x, true", "TARGET, two@x, false"})
    void matchesNothingThatALostCreateMayHaveMade(Side made, String key, boolean perhaps) throws Exception {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        Side of = made.other();
        if (of == Side.SOURCE) {
            user("2", key, "c");
        } else {
            contact("2", key, "c");
        }
        Flow both = Flows.bothWays(flow(LinkPolicy.MATCHED_OR_CREATE, "email"));
        store.jdbi().useHandle(h -> Links.insert(h, Link.creating(both.id(), of, "2", "a key", clock.instant())));
        for (Side from : Side.values()) {
            Item item = matched(both, from, from == Side.SOURCE ? "1" : "11").get(0);
            assertThat(item.link().isEmpty()).isEqualTo(perhaps);
            assertThat(item.verdict().orElseThrow() instanceof Verdict.Waiting).isEqualTo(perhaps);
        }
    }

    /** An operator said that it isn't that one. */
    @Test
    void matchesWhatWasUnlinkedFromTheOneWhoseCreateWasLost() throws Exception {
        user("1", "one@x", "a");
        user("2", "one@x", "c");
        contact("11", "one@x", "b");
        Flow flow = flow(LinkPolicy.MATCHED_OR_CREATE, "email");
        store.jdbi().useHandle(h -> {
            Links.insert(h, Link.matched(flow.id(), "2", "11", clock.instant()).withState(LinkState.UNLINKED));
            Links.insert(h, Link.creating(flow.id(), Side.SOURCE, "2", "a key", clock.instant()));
        });
        assertThat(pair(matched(flow, Side.SOURCE, "1").get(0))).isEqualTo("1 - 11");
    }

    @Test
    void createsAPartnerForASource_butNoneForATarget() throws Exception {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        Flow every = flow(LinkPolicy.EVERY);
        assertThat(matched(every, Side.SOURCE, "1").get(0).verdict()).contains(new Verdict.Create());
        Item target = matched(every, Side.TARGET, "11").get(0);
        assertThat(target.verdict()).contains(new Verdict.Skipped("has no link"));
        assertThat(target.skipped()).contains("has no link");
    }

    @Test
    void takesNobodysPartnerAway_evenIfThatOneIsInNoChunkNow() throws Exception {
        user("1", "one@x", "kim");
        user("2", "else@x", "alex");
        contact("11", "else@x", "kim");
        Item item = matched(EITHER, Side.SOURCE, "1").get(0);
        assertThat(item.link()).isEmpty();
        assertThat(item.skipped()).hasValueSatisfying(why -> assertThat(why).startsWith("ambiguous"));
    }

    @Test
    void whoWasJustLinkedIsNoCandidateForTheNext() throws Exception {
        user("1", "one@x", "kim");
        user("2", "two@x", "alex");
        contact("11", "one@x", "alex");
        contact("12", "more@x", "alex");
        assertThat(matched(EITHER, Side.SOURCE, "1", "2").stream().map(MatchedItemTest::pair))
                .containsExactly("1 - 11", "2 - 12");
    }

    @Test
    void saysWhichConditionsLeaveARecordOut() throws Exception {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        Condition named = new Condition("name", false, List.of());
        Flow where = FlowBuilder.like(MATCHED).where(named).targetWhere(named).build();
        assertThat(matched(where, Side.SOURCE, "1").get(0).verdict())
                .contains(new Verdict.Skipped("the flow's \"where\" leaves it out"));
        assertThat(matched(where, Side.TARGET, "11").get(0).verdict())
                .contains(new Verdict.Skipped("the flow's \"target_where\" leaves it out"));
    }

    @Test
    void findsNothingOutAboutARecord_thatAStepOfTheSiteLeftOut() throws Exception {
        user("1", "one@x", "a");
        Item left = new Item(Side.SOURCE, null, true);
        left.skip("a test says so");
        Chunk chunk = new Chunk(MATCHED, Side.SOURCE, clock.instant(), 0, 9, List.of(left), List.of());
        assertThat(matched(chunk)).containsExactly(left);
    }
}
