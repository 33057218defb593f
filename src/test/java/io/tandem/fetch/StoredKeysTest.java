package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.chunk.Link;
import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import io.tandem.system.EntityFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stored match keys are those that the present rules make of the stored records, at any moment. */
class StoredKeysTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey FIRMS = EntityKey.parse("shop/firms");
    private static final Flow BY_EMAIL = flow("by-email", CONTACTS, "email");
    private static final Flow BY_BOTH = flow("by-both", FIRMS, "email", "name");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);

    private static Flow flow(String id, EntityKey target, String... properties) {
        return FlowBuilder.of(USERS, target)
                .id(id)
                .link(LinkPolicy.MATCHED)
                .match(List.of(properties).stream()
                        .map(property -> List.of(new MatchPair(property, property)))
                        .toList())
                .rows(Flows.row("email", "email"), Flows.row("name", "name"))
                .build();
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private Feeds feeds(Flow... flows) {
        return new Feeds(
                store.jdbi(),
                leases,
                clock,
                key -> users,
                new FeedNeeds(List.of(flows), key -> key.equals(USERS) ? users.facts() : EntityFacts.unknown(key)));
    }

    /** As an application with these flows does at its start, and in a round. */
    private Feeds started(Flow... flows) {
        Feeds feeds = feeds(flows);
        feeds.bringKeys();
        feeds.update(USERS, clock.instant());
        return feeds;
    }

    private void user(String id, String email, String name) {
        users.add(id, Map.of("email", email, "name", name));
    }

    private List<String> keys() {
        return store.jdbi().withHandle(h -> h.createQuery(
                        "select flow || ' ' || side || ' ' || alternative || ' ' || match_key || ' ' || record_id from match_key order by 1")
                .mapTo(String.class)
                .list());
    }

    @Test
    void followEachChange_inAllFlowsOnAnEntity() {
        user("1", "one@x", "One");
        user("2", "two@x", "");
        Feeds feeds = started(BY_EMAIL, BY_BOTH);
        assertThat(keys())
                .containsExactly(
                        "by-both SOURCE 0 one@x 1",
                        "by-both SOURCE 0 two@x 2",
                        "by-both SOURCE 1 One 1",
                        "by-email SOURCE 0 one@x 1",
                        "by-email SOURCE 0 two@x 2");
        users.edit("1", Map.of("email", "", "name", "Uno"));
        users.edit("2", Map.of("name", "Two"));
        feeds.update(USERS, clock.instant());
        assertThat(keys())
                .containsExactly(
                        "by-both SOURCE 0 two@x 2",
                        "by-both SOURCE 1 Two 2",
                        "by-both SOURCE 1 Uno 1",
                        "by-email SOURCE 0 two@x 2");
        users.presence("2", Presence.DELETED);
        feeds.update(USERS, clock.instant());
        assertThat(keys()).containsExactly("by-both SOURCE 1 Uno 1");
        users.presence("2", Presence.LIVE);
        feeds.update(USERS, clock.instant());
        assertThat(keys()).hasSize(4);
    }

    @Test
    void areMadeAgain_whereTheMatchRowsOrConditionsChanged_andOfThatFlowAlone() {
        user("1", "one@x", "One");
        started(BY_EMAIL, BY_BOTH);
        store.jdbi().useHandle(h -> h.execute("delete from match_key where flow = 'by-both'"));
        started(flow("by-email", CONTACTS, "name"), BY_BOTH);
        assertThat(keys()).containsExactly("by-email SOURCE 0 One 1");
        Condition nameless = new Condition("name", false, List.of());
        started(FlowBuilder.like(BY_EMAIL).where(nameless).build(), BY_BOTH);
        assertThat(keys()).isEmpty();
    }

    @Test
    void areMadeAgain_whereAFlowWasOffMeanwhile() {
        user("1", "one@x", "One");
        started(BY_EMAIL, BY_BOTH);
        users.edit("1", Map.of("email", "uno@x"));
        started(BY_BOTH);
        started(BY_EMAIL, BY_BOTH);
        assertThat(keys())
                .containsExactly("by-both SOURCE 0 uno@x 1", "by-both SOURCE 1 One 1", "by-email SOURCE 0 uno@x 1");
    }

    /** Then pairs that waited may match, without any change of a record. */
    @Test
    void letUnlinkedRecordsBeComparedAgain_whereTheyAreMadeAgain() {
        user("1", "one@x", "One");
        started(BY_EMAIL);
        store.jdbi().useTransaction(h -> {
            FlowProgress.of(h, BY_EMAIL.id());
            FlowProgress.matchedAt(h, BY_EMAIL.id(), Side.SOURCE, "1/0");
        });
        feeds(BY_EMAIL).bringKeys();
        assertThat(matchedAt()).isEqualTo("1/0");
        feeds(flow("by-email", CONTACTS, "name")).bringKeys();
        assertThat(matchedAt()).isEmpty();
    }

    private String matchedAt() {
        return store.jdbi().inTransaction(h -> FlowProgress.of(h, BY_EMAIL.id()).matchedAt(Side.SOURCE));
    }

    /** It would look for its own keys of a record to replace them, and leave the others for ever. */
    @Test
    void areNotChanged_byAnApplicationWithOtherFiles() {
        user("1", "one@x", "One");
        Feeds old = started(BY_EMAIL);
        started(flow("by-email", CONTACTS, "name"));
        users.edit("1", Map.of("email", "uno@x", "name", "Uno"));
        assertThatThrownBy(() -> old.update(USERS, clock.instant()))
                .isInstanceOf(RoundStopped.OtherFiles.class)
                .hasMessageStartingWith("desk/users: its match keys");
        assertThat(keys()).containsExactly("by-email SOURCE 0 One 1");
        assertThat(old.snapshots(USERS, List.of("1")).get("1").record().values().get("name"))
                .hasToString("\"One\"");
    }

    /** Nobody makes keys of the entity for that time, so that nobody else notes that they are those of before. */
    @Test
    void areMadeAgain_whereTheOnlyFlowThatMatchedDidNotForAWhile() {
        user("1", "one@x", "One");
        started(BY_EMAIL);
        Flow unmatched = FlowBuilder.like(BY_EMAIL)
                .id("all")
                .link(LinkPolicy.EVERY)
                .match(List.of())
                .build();
        users.edit("1", Map.of("email", "uno@x"));
        started(unmatched);
        started(BY_EMAIL);
        assertThat(keys()).containsExactly("by-email SOURCE 0 uno@x 1");
    }

    /** A person may take a pair apart there. */
    @Test
    void areNotMadeOfAFreedRecord_byAnApplicationWithOtherFiles() {
        user("1", "one@x", "One");
        Feeds old = started(BY_EMAIL);
        started(flow("by-email", CONTACTS, "name"));
        Link pair = Link.matched(BY_EMAIL.id(), "1", "11", clock.instant());
        assertThatThrownBy(() -> store.jdbi().useTransaction(h -> old.free(h, BY_EMAIL, pair)))
                .isInstanceOf(RoundStopped.OtherFiles.class);
        assertThat(keys()).containsExactly("by-email SOURCE 0 One 1");
    }
}
