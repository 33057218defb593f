package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.VirtualClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.system.EntityClient;
import io.tandem.system.Page;
import io.tandem.system.SystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 11: a clock that is set back by less than a round takes. What the round before stored lies after the tick of the next
 * one, and no longer in the future when that looks at it.
 */
class ClockSetBackTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW = Flows.every(USERS, CONTACTS, Flows.row("name", "name"));

    private final VirtualClock clock = new VirtualClock(Duration.ofMillis(1));
    private final ModelEntity users = new ModelEntity(USERS, clock, "name");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "name");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final FeedNeeds needs =
            new FeedNeeds(List.of(FLOW), key -> client(key).facts());
    private final Feeds feeds = new Feeds(store.jdbi(), leases, clock, this::client, needs);
    private SystemException fails;

    private EntityClient client(EntityKey key) {
        return new PassingOn(key.equals(USERS) ? users : contacts) {
            @Override
            public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
                if (fails != null) {
                    throw fails;
                }
                inner.fetch(watermark, properties, pages);
            }
        };
    }

    @BeforeEach
    void begin() {
        clock.pass(Duration.ofMinutes(1));
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    /** The tick of a round that comes to this feed some seconds later. */
    private Instant tickOfARoundThatTakesSeconds() {
        Instant tick = clock.instant();
        clock.pass(Duration.ofSeconds(5));
        return tick;
    }

    private List<String> seen() {
        return feeds.changes(USERS, 0, Long.MAX_VALUE, 100).stream()
                .map(Snapshot::id)
                .toList();
    }

    @Test
    void isNoReasonToLeaveAFetchOut() {
        feeds.update(USERS, tickOfARoundThatTakesSeconds());
        users.add("1", Map.of("name", "n"));
        clock.set(Duration.ofSeconds(-3));
        feeds.update(USERS, tickOfARoundThatTakesSeconds());
        assertThat(seen()).containsExactly("1");
    }

    /** It stopped, and another one goes on with its store. */
    @Test
    void isNoReasonToBelieveAnotherProcess() {
        new Feeds(store.jdbi(), leases, clock, this::client, needs).update(USERS, tickOfARoundThatTakesSeconds());
        users.add("1", Map.of("name", "n"));
        clock.set(Duration.ofSeconds(-3));
        feeds.update(USERS, tickOfARoundThatTakesSeconds());
        assertThat(seen()).containsExactly("1");
    }

    /** One update serves all who ask for one. */
    @Test
    void isNoReasonToFetchTwiceInARound() {
        clock.set(Duration.ofSeconds(-3));
        Instant tick = tickOfARoundThatTakesSeconds();
        feeds.update(USERS, tick);
        users.add("1", Map.of("name", "n"));
        feeds.update(USERS, tick);
        assertThat(seen()).isEmpty();
    }

    @Test
    void isNoReasonToTakeASystemForOneThatFails() {
        fails = new SystemException.Unavailable("desk", "desk is not available", null);
        Instant tick = tickOfARoundThatTakesSeconds();
        assertThatThrownBy(() -> feeds.update(USERS, tick)).isSameAs(fails);
        fails = null;
        users.add("1", Map.of("name", "n"));
        clock.set(Duration.ofSeconds(-3));
        feeds.update(USERS, tickOfARoundThatTakesSeconds());
        assertThat(seen()).containsExactly("1");
    }
}
