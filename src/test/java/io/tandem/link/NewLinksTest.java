package io.tandem.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.MatchKeyTable;
import io.tandem.store.References;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What goes with a new link. */
class NewLinksTest {

    private static final EntityKey LEADS = EntityKey.parse("shop/leads");
    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final Flow FLOW =
            Flows.matched(LEADS, USERS, new MatchPair("email", "email"), Flows.row("name", "name"));

    private final TickingClock clock = new TickingClock();

    /** Else it waits for a chunk of another flow, which changes keys of the same records and waits for it. */
    @Test
    void takesKeysInTheOrderOfTheFeeds_whateverTheSideOfTheFlow() {
        SyncRecord lead = new ModelEntity(LEADS, clock, "email").add("1", Map.of("email", "a@x"));
        SyncRecord user = new ModelEntity(USERS, clock, "email").add("11", Map.of("email", "a@x"));
        Link pair = Link.matched(FLOW.id(), "1", "11", clock.instant());
        Item item = new Item(Side.SOURCE, seen(lead), true)
                .with(new Verdict.Matched(pair))
                .with(new Decision.Rest(pair, seen(user), EarlierWrites.none()));
        String url = TestDatabase.H2.newUrl() + ";LOCK_TIMEOUT=1";
        try (Database store = Database.open(url, TestDatabase.H2.user, "");
                Database other = Database.open(url, TestDatabase.H2.user, "")) {
            store.jdbi().useTransaction(h -> {
                MatchKeyTable.replace(h, rule(Side.SOURCE), List.of(seen(lead)), id -> null);
                MatchKeyTable.replace(h, rule(Side.TARGET), List.of(seen(user)), id -> null);
            });
            NewLinks links = new NewLinks(
                    new References(store.jdbi(), List.of(FLOW), key -> key), (flow, side) -> rule(side), clock);
            other.jdbi().useTransaction(chunk -> {
                MatchKeyTable.forget(chunk, rule(Side.TARGET), List.of(user));
                try (Handle waits = store.jdbi().open()) {
                    waits.begin();
                    assertThatThrownBy(() -> links.leaveMatch(waits, FLOW, List.of(item)))
                            .hasMessageContaining("imeout trying to lock");
                    assertThat(keys(waits)).containsExactly("1", "11");
                    waits.rollback();
                }
            });
            store.jdbi().useTransaction(h -> links.leaveMatch(h, FLOW, List.of(item)));
            assertThat(store.jdbi().withHandle(NewLinksTest::keys)).isEmpty();
        }
    }

    private static List<String> keys(Handle handle) {
        return handle.createQuery("select record_id from match_key order by 1")
                .mapTo(String.class)
                .list();
    }

    private static Snapshot seen(SyncRecord record) {
        return new Snapshot(record, Map.of(), 1, 1);
    }

    private static KeyRule rule(Side side) {
        return new KeyRule(FLOW, side, List.of(List.of(false)));
    }
}
