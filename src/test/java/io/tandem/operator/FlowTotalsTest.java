package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.Park;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class FlowTotalsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW = Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"));

    /** What they leave out would let the exit code say 0. */
    @ParameterizedTest
    @OnOneDatabase
    void countsWhatIsParked_openAndNotAnswered(TestDatabase database) {
        Instant now = Instant.parse("2026-01-05T08:00:00Z");
        ModelEntity users = new ModelEntity(USERS, new TickingClock(), "email");
        try (Database store = database.open();
                Leases leases = new Leases(store.jdbi(), new TickingClock())) {
            Feeds feeds = new Feeds(
                    store.jdbi(),
                    leases,
                    new TickingClock(),
                    key -> users,
                    new FeedNeeds(List.of(FLOW), key -> users.facts()));
            store.jdbi().useTransaction(h -> {
                Link pair = Links.insert(h, Link.matched(FLOW.id(), "1", "11", now));
                Links.insert(h, Link.creating(FLOW.id(), Side.SOURCE, "2", "key", now));
                Park.add(h, FLOW.id(), List.of(new Trouble(Side.SOURCE, "3", "", "no", false)), now);
                RowOutcome.Conflict both =
                        new RowOutcome.Conflict(TextNode.valueOf("a"), TextNode.valueOf("b"), null, "both changed it");
                Conflicts.save(
                        h,
                        pair,
                        List.of(new RowOutcome.Open(Flows.row("email", "email"), both)),
                        written -> false,
                        now);
            });
            FlowTotals totals = FlowTotals.of(store.jdbi(), new Waiting(store.jdbi(), feeds), FLOW);
            assertThat(totals.parked()).isEqualTo(1);
            assertThat(totals.conflicts()).isEqualTo(1);
            assertThat(totals.creating()).isEqualTo(1);
            assertThat(totals.linked()).isEqualTo(1);
        }
    }

    @Test
    void whatIsAmbiguous_doesNotWaitAsWell() {
        TickingClock clock = new TickingClock();
        ModelEntity users = new ModelEntity(USERS, clock, "email");
        ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email");
        List.of("linked", "twins", "alone", "lonely").forEach(id -> users.add(id, Map.of("email", id + "@x")));
        contacts.add("11", Map.of("email", "twins@x"));
        contacts.add("12", Map.of("email", "twins@x"));
        try (Database store = TestDatabase.H2.open();
                Leases leases = new Leases(store.jdbi(), clock)) {
            Feeds feeds = new Feeds(
                    store.jdbi(),
                    leases,
                    clock,
                    key -> key.equals(USERS) ? users : contacts,
                    new FeedNeeds(List.of(FLOW), key -> (key.equals(USERS) ? users : contacts).facts()));
            feeds.update(USERS, clock.instant());
            feeds.update(CONTACTS, clock.instant());
            store.jdbi().useTransaction(h -> Links.insert(h, Link.matched(FLOW.id(), "linked", "10", clock.instant())));
            assertThat(FlowTotals.of(store.jdbi(), new Waiting(store.jdbi(), feeds), FLOW))
                    .isEqualTo(new FlowTotals(1, 2, 1, 0, 0, 0, 0, 0));
        }
    }
}
