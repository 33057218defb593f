package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.operator.Ambiguities;
import io.tandem.operator.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import io.tandem.store.Park;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 2: who waits for a partner, who has rivals, and whom the going of a rival sets free. */
class RivalsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final Flow flow = flow(List.of());
    private final Feeds feeds = new Feeds(
            store.jdbi(),
            leases,
            clock,
            key -> key.equals(USERS) ? users : contacts,
            new FeedNeeds(List.of(flow), key -> (key.equals(USERS) ? users : contacts).facts()));

    private static Flow flow(List<Condition> where) {
        return FlowBuilder.of(USERS, CONTACTS)
                .link(LinkPolicy.MATCHED_OR_CREATE)
                .match(List.of(List.of(new MatchPair("email", "email"))))
                .rows(Flows.row("name", "name"))
                .where(where)
                .build();
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private void users(String... emails) {
        add(users, 1, emails);
    }

    private void contacts(String... emails) {
        add(contacts, 11, emails);
    }

    private void add(ModelEntity entity, int first, String... emails) {
        for (int i = 0; i < emails.length; i++) {
            entity.add("" + (first + i), Map.of("email", emails[i], "name", "n"));
        }
        update();
    }

    private void update() {
        feeds.update(USERS, clock.instant());
        feeds.update(CONTACTS, clock.instant());
    }

    private void link(String source, String target, LinkState state) {
        store.jdbi()
                .useTransaction(h -> Links.insert(
                        h,
                        Link.matched(flow.id(), source, target, clock.instant()).withState(state)));
    }

    private List<String> unique() {
        return store.jdbi()
                .withHandle(h -> List.copyOf(
                        MatchKeys.nowUnique(h, flow.id(), 0, "", 100).values()));
    }

    private List<String> alone() {
        return alone(new MatchKeys.Candidate(Side.SOURCE, 0, "", ""), 100).stream()
                .map(MatchKeys.Candidate::recordId)
                .toList();
    }

    private List<MatchKeys.Candidate> alone(MatchKeys.Candidate after, int most) {
        return store.jdbi().withHandle(h -> MatchKeys.nowAlone(h, flow.id(), after, most));
    }

    private Map<String, Set<String>> ambiguous() {
        return candidates(new Waiting(store.jdbi(), feeds).ambiguous(flow));
    }

    /** All sources with all of their candidates. */
    static Map<String, Set<String>> candidates(Ambiguities found) {
        return found.sources().stream()
                .collect(Collectors.toMap(Function.identity(), source -> found.candidates(source, 10)));
    }

    @Test
    void aKeyIsUnique_thatOneSourceAndOneTargetHold() {
        users("one@x", "two@x", "two@x", "three@x", "four@x");
        contacts("one@x", "two@x", "three@x", "three@x");
        assertThat(unique()).containsExactly("1");
    }

    @Test
    void itBecomesUnique_whenARivalIsLinkedOrGone() {
        users("two@x", "two@x");
        contacts("two@x", "two@x");
        assertThat(unique()).isEmpty();
        link("1", "12", LinkState.LINKED);
        assertThat(unique()).containsExactly("2");
        contacts.presence("11", Presence.DELETED);
        update();
        assertThat(unique()).isEmpty();
        assertThat(alone()).containsExactly("2");
    }

    @Test
    void aSourceIsAlone_whoseKeyNoFreeTargetHolds() {
        users("one@x", "two@x", "three@x", "");
        contacts("one@x", "two@x");
        link("9", "12", LinkState.LINKED);
        assertThat(alone()).containsExactlyInAnyOrder("2", "3");
        link("3", "19", LinkState.LINKED);
        assertThat(alone()).containsExactly("2");
    }

    @Test
    void aSourceIsNotAlone_thatSharesAKeyOfAnotherMatchRow() {
        users("one@x", "two@x");
        contacts("other@x");
        Flow byBoth = FlowBuilder.like(flow)
                .match(List.of(List.of(new MatchPair("email", "email")), List.of(new MatchPair("name", "name"))))
                .build();
        users.edit("2", Map.of("name", "another"));
        Feeds both = new Feeds(
                store.jdbi(),
                leases,
                clock,
                key -> key.equals(USERS) ? users : contacts,
                new FeedNeeds(List.of(byBoth), key -> (key.equals(USERS) ? users : contacts).facts()));
        both.bringKeys();
        both.update(USERS, clock.instant());
        List<MatchKeys.Candidate> byEmail = alone(new MatchKeys.Candidate(Side.SOURCE, 0, "", ""), 100);
        List<MatchKeys.Candidate> byName = alone(new MatchKeys.Candidate(Side.SOURCE, 1, "", ""), 100);
        assertThat(byEmail).extracting(MatchKeys.Candidate::recordId).containsExactly("1", "2");
        assertThat(byName).extracting(MatchKeys.Candidate::recordId).containsExactly("2");
        store.jdbi().useHandle(h -> {
            KeyRule rule = both.keyRule(byBoth, Side.SOURCE);
            assertThat(MatchKeys.withoutPartner(h, rule, byEmail)).containsExactly("2");
            assertThat(MatchKeys.withoutPartner(h, rule, byName))
                    .as("it was one before")
                    .isEmpty();
        });
    }

    @Test
    void thoseThatAreAlone_comeOneBehindTheOther_alsoWithOneKey() {
        users("two@x", "one@x", "two@x", "three@x");
        contacts("three@x");
        List<String> found = new ArrayList<>();
        List<MatchKeys.Candidate> next = alone(new MatchKeys.Candidate(Side.SOURCE, 0, "", ""), 1);
        while (!next.isEmpty()) {
            found.add(next.get(0).recordId());
            next = alone(next.get(0), 1);
        }
        assertThat(found).containsExactly("2", "1", "3");
    }

    @Test
    void aParkedSourceIsNotTriedForBeingAlone() {
        users("one@x", "two@x");
        store.jdbi()
                .useTransaction(h -> Park.replace(
                        h, flow.id(), Side.SOURCE, Map.of("1", "a test says so"), List.of(), clock.instant()));
        assertThat(alone()).containsExactly("2");
    }

    @Test
    void candidatesAreAllFreeRecordsThatShareAKey_onBothSides() {
        users("one@x", "one@x", "two@x");
        contacts("one@x", "one@x", "other@x");
        assertThat(ambiguous()).isEqualTo(Map.of("1", Set.of("11", "12"), "2", Set.of("11", "12")));
        assertThat(around("1"))
                .containsExactlyInAnyOrder(
                        new MatchKeys.Candidate(Side.SOURCE, 0, "one@x", "1"),
                        new MatchKeys.Candidate(Side.SOURCE, 0, "one@x", "2"),
                        new MatchKeys.Candidate(Side.TARGET, 0, "one@x", "11"),
                        new MatchKeys.Candidate(Side.TARGET, 0, "one@x", "12"));
        link("1", "11", LinkState.LINKED);
        assertThat(ambiguous()).isEqualTo(Map.of("2", Set.of("12")));
        assertThat(around("2")).extracting(MatchKeys.Candidate::recordId).containsExactlyInAnyOrder("2", "12");
    }

    private List<MatchKeys.Candidate> around(String user) {
        return store.jdbi().withHandle(h -> MatchKeys.around(h, feeds.keyRule(flow, Side.SOURCE), List.of(user)));
    }

    @Test
    void aPairThatWasTakenApartIsNoCandidateForEachOther_butForOthers() {
        users("one@x", "one@x");
        contacts("one@x");
        link("1", "11", LinkState.UNLINKED);
        assertThat(ambiguous()).isEqualTo(Map.of("2", Set.of("11")));
    }

    @Test
    void whoTakesNoPartDoesNotWait() {
        users("one@x", "two@x", "three@x");
        users.edit("2", Map.of("name", "kim"));
        users.edit("3", Map.of("name", "kim"));
        update();
        link("3", "13", LinkState.LINKED);
        Waiting waiting = new Waiting(store.jdbi(), feeds);
        Flow kims = flow(List.of(new Condition("name", false, List.of(TextNode.valueOf("kim")))));
        assertThat(waiting.unlinked(kims)).isEqualTo(1);
        assertThat(waiting.unlinked(flow)).isEqualTo(2);
        List<String> ids = new ArrayList<>();
        waiting.eachUnlinked(kims, one -> ids.add(one.id()));
        assertThat(ids).containsExactly("2");
    }

    @Test
    void waitingRecordsAreReadPieceByPiece() {
        users.pageSize(1_000);
        for (int i = 1; i <= 1_001; i++) {
            users.add("" + i, Map.of("email", i + "@x", "name", "n"));
        }
        update();
        List<String> ids = new ArrayList<>();
        new Waiting(store.jdbi(), feeds).eachUnlinked(flow, one -> ids.add(one.id()));
        assertThat(ids).doesNotHaveDuplicates().hasSize(1_001);
    }
}
