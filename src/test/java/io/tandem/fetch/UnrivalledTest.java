package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records whose rivals went away are linked, however many they are, and their ids are in memory piece by piece. */
class UnrivalledTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW =
            Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"), Flows.row("phone", "phone"));
    private static final Flow CREATES = FlowBuilder.of(USERS, CONTACTS)
            .link(LinkPolicy.MATCHED_OR_CREATE)
            .match(List.of(List.of(new MatchPair("email", "email")), List.of(new MatchPair("phone", "phone"))))
            .rows(Flows.row("phone", "phone"))
            .build();
    private static final int PAIRS = Tuning.DEFAULT.chunkRecords() + 50;

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");

    @Test
    void linksAllOfThem_alsoBeyondOneChunk() {
        try (Database store = TestDatabase.H2.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            for (int i = 0; i < PAIRS; i++) {
                users.add("u" + i, Map.of("email", i + "@x"));
                contacts.add("c" + i, Map.of("email", i + "@x"));
                contacts.add("rival" + i, Map.of("email", i + "@x"));
            }
            engine.sync();
            assertThat(linked(store, engine)).isZero();
            for (int i = 0; i < PAIRS; i++) {
                contacts.presence("rival" + i, Presence.DELETED);
            }
            engine.sync();
            assertThat(linked(store, engine)).isEqualTo(PAIRS);
        }
    }

    private static long linked(Database store, TestEngine engine) {
        return FlowTotals.of(store.jdbi(), engine.engine().waiting(), FLOW).linked();
    }

    @ParameterizedTest
    @EnumSource
    void comesAgain_untilAllWereHandedOut_byEachMatchRowAndThenThoseAlone(TestDatabase database) {
        for (int i = 0; i < 5; i++) {
            users.add("u" + i, Map.of("email", i + "@x"));
            contacts.add("c" + i, Map.of("email", i + "@x"));
        }
        for (int i = 5; i < 7; i++) {
            users.add("u" + i, Map.of("phone", "+" + i));
            contacts.add("c" + i, Map.of("phone", "+" + i));
        }
        for (int i = 7; i < 10; i++) {
            users.add("u" + i, Map.of("email", i + "@x", "phone", "+" + i));
        }
        try (Database store = database.open();
                Leases leases = new Leases(store.jdbi(), clock)) {
            Unrivalled phase = phase(store, leases, 3);

            assertThat(handedOut(phase)).containsExactly("u0", "u1", "u2");
            assertThat(phase.comesAgain()).isTrue();
            assertThat(matchedAt(store)).as("not all were compared").isEmpty();
            assertThat(handedOut(phase)).containsExactly("u3", "u4", "u5");
            assertThat(handedOut(phase)).containsExactly("u6", "u7", "u8");
            assertThat(handedOut(phase)).containsExactly("u9");
            assertThat(phase.comesAgain()).isFalse();
            assertThat(matchedAt(store)).isEqualTo("10/7");
            assertThat(handedOut(phase(store, leases, 3))).as("without news").isEmpty();
        }
    }

    private Unrivalled phase(Database store, Leases leases, int most) {
        Feeds feeds = new Feeds(
                store.jdbi(),
                leases,
                clock,
                key -> key.equals(USERS) ? users : contacts,
                new FeedNeeds(List.of(CREATES), key -> (key.equals(USERS) ? users : contacts).facts()));
        feeds.update(USERS, clock.instant());
        feeds.update(CONTACTS, clock.instant());
        return new Unrivalled(
                store.jdbi(), feeds, new Way(CREATES, Side.SOURCE, clock.instant(), 0, false, Tuning.DEFAULT), most);
    }

    /** What one time of the phase hands out. */
    private static List<String> handedOut(Unrivalled phase) {
        List<String> ids = new ArrayList<>();
        Chunk chunk = phase.next();
        while (chunk != null) {
            chunk.items().forEach(item -> ids.add(item.snapshot().id()));
            chunk = phase.next();
        }
        phase.done();
        return ids.stream().sorted().toList();
    }

    private static String matchedAt(Database store) {
        return store.jdbi().withHandle(h -> FlowProgress.of(h, CREATES.id()).matchedAt(Side.SOURCE));
    }
}
