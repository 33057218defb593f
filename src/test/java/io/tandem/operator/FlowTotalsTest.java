package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowTotalsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW = Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"));

    @ParameterizedTest(name = "ambiguous {0}, conflicts {1}, parked {2}: {3}")
    @CsvSource({"0, 0, 0, false", "1, 0, 0, true", "0, 1, 0, true", "0, 0, 1, true"})
    void onlyWhatIsAmbiguousOrParkedOrInConflict_needsAPerson(
            long ambiguous, long conflicts, long parked, boolean needed) {
        assertThat(new FlowTotals(9, 9, ambiguous, 9, 9, conflicts, parked, 9).needsPerson())
                .isEqualTo(needed);
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
