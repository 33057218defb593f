package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.FlowCounters;
import io.tandem.chunk.Link;
import io.tandem.chunk.RunCounts;
import io.tandem.chunk.Snapshot;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.kit.Contexts;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FilesInUse;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.References;
import io.tandem.system.SystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first step: what a round reads, hands out, holds while it lasts, and says at its end. */
class FetchStepTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW = Flows.every(USERS, CONTACTS, Flows.row("email", "email"));
    private static final Instant TICK = Instant.parse("2026-01-05T09:00:00.123456Z");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final Leases elsewhere = new Leases(store.jdbi(), clock);
    private final RunCounts counts = new RunCounts(new FlowCounters(clock, SimpleMeterRegistry::new));
    private SystemException fails;
    private Map<EntityKey, CountDownLatch> meeting = Map.of();
    private final Feeds feeds = new Feeds(
            store.jdbi(),
            leases,
            clock,
            key -> {
                if (fails != null && key.equals(CONTACTS)) {
                    throw fails;
                }
                meet(key);
                return key.equals(USERS) ? users : contacts;
            },
            new FeedNeeds(List.of(FLOW), key -> (key.equals(USERS) ? users : contacts).facts()));
    private final FilesInUse files = new FilesInUse(store.jdbi(), List.of(FLOW));
    private final FetchStep step = new FetchStep(
            Map.of(FLOW.routeId(Side.SOURCE), FLOW, FLOW.routeId(Side.TARGET), FLOW),
            new FlowTurn(
                    files,
                    feeds,
                    new Worklist(
                            store.jdbi(),
                            feeds,
                            new References(store.jdbi(), List.of(FLOW), key -> key),
                            clock,
                            Tuning.DEFAULT,
                            new QuietRecords()),
                    leases,
                    counts,
                    work -> new Thread(work).start()),
            clock);

    @BeforeEach
    void takeTheStore() {
        files.take();
    }

    @AfterEach
    void shut() {
        leases.close();
        elsewhere.close();
        store.close();
    }

    /** Waits until both feeds are being read, if they are to meet. */
    private void meet(EntityKey here) {
        try {
            meeting.getOrDefault(here, new CountDownLatch(0)).countDown();
            for (CountDownLatch each : meeting.values()) {
                assertThat(each.await(20, TimeUnit.SECONDS)).isTrue();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An exchange as the route begins it; {@code tick} only if somebody asked for this round. */
    private static Exchange exchange(String route, Instant tick) {
        DefaultExchange exchange = new DefaultExchange(Contexts.bare());
        exchange.getExchangeExtension().setFromRouteId(route);
        if (tick != null) {
            exchange.setProperty(Round.PROPERTY, Round.asked(tick, null));
        }
        return exchange;
    }

    private static Exchange scheduled() {
        return exchange(FLOW.id(), null);
    }

    private List<Chunk> fetched(Exchange exchange) {
        step.process(exchange);
        List<Chunk> chunks = new ArrayList<>();
        Iterator<?> parts = exchange.getMessage().getBody(Iterator.class);
        while (parts.hasNext()) {
            Chunk chunk = ((Message) parts.next()).getBody(Chunk.class);
            chunk.place().saved();
            chunk.place().done(false);
            chunks.add(chunk);
        }
        return chunks;
    }

    private static void end(Exchange exchange) {
        exchange.getExchangeExtension().handoverCompletions().forEach(then -> then.onComplete(exchange));
    }

    private void trouble(String expected) {
        assertThat(counts.flowCounters().of(FLOW).trouble()).isEqualTo(Optional.ofNullable(expected));
    }

    private static List<String> ids(List<Chunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.items().stream())
                .map(item -> item.snapshot().id())
                .toList();
    }

    @Test
    void readsBothSides_andHandsOutTheRecordsOfItsDirection() {
        users.add("1", Map.of("email", "a@x"));
        contacts.add("11", Map.of("email", "b@x"));
        Exchange forward = scheduled();
        List<Chunk> chunks = fetched(forward);
        assertThat(ids(chunks)).containsExactly("1");
        assertThat(chunks).allMatch(chunk -> chunk.from() == Side.SOURCE);
        end(forward);
        List<Chunk> back = fetched(exchange(FLOW.routeId(Side.TARGET), null));
        assertThat(ids(back)).containsExactly("11");
        assertThat(back).allMatch(chunk -> chunk.from() == Side.TARGET);
    }

    @Test
    void readsBothSidesAtTheSameTime() {
        users.add("1", Map.of("email", "a@x"));
        meeting = Map.of(USERS, new CountDownLatch(1), CONTACTS, new CountDownLatch(1));
        assertThat(ids(fetched(scheduled()))).containsExactly("1");
    }

    @Test
    void readsOneSide_alsoWhenTheOtherFails() {
        users.add("1", Map.of("email", "a@x"));
        fails = new SystemException.Unavailable("shop", "shop is down", null);
        assertThatThrownBy(() -> step.process(scheduled())).isSameAs(fails);
        assertThat(feeds.snapshots(USERS, List.of("1"))).containsKey("1");
    }

    @Test
    void aRoundBeganWhenItWasAskedFor_orItsTriggerFired_orNow() {
        users.add("1", Map.of("email", "a@x"));
        Exchange asked = exchange(FLOW.id(), TICK);
        assertThat(fetched(asked).get(0).tick()).isEqualTo(Instant.parse("2026-01-05T09:00:00.123Z"));
        end(asked);
        Exchange fired = scheduled();
        Instant time = Instant.parse("2026-01-05T10:00:00Z");
        fired.getMessage().setHeader("scheduledFireTime", Date.from(time));
        assertThat(fetched(fired).get(0).tick()).isEqualTo(time);
        end(fired);
        Instant before = clock.instant();
        assertThat(fetched(scheduled()).get(0).tick()).isBetween(before, clock.instant());
    }

    @Test
    void callsNobody_forARouteOfNoFlow_norWhileTheFlowIsPaused() {
        assertThat(fetched(exchange("somebody-elses", null))).isEmpty();
        store.jdbi().useTransaction(h -> {
            FlowProgress.of(h, FLOW.id());
            FlowProgress.pause(h, FLOW.id(), true);
        });
        assertThat(fetched(scheduled())).isEmpty();
        assertThat(users.calls("read")).isZero();
    }

    @Test
    void holdsTheFlow_untilItsExchangeIsDone() {
        Exchange round = scheduled();
        step.process(round);
        assertThat(elsewhere.takeUnlessElsewhere("flow " + FLOW.id(), java.time.Duration.ZERO))
                .isEmpty();
        end(round);
        assertThat(elsewhere.takeUnlessElsewhere("flow " + FLOW.id(), java.time.Duration.ZERO))
                .isPresent();
    }

    @Test
    void leavesAFlowToWhoHasIt_onSchedule_butNotWhenSomebodyAskedForTheRound() {
        users.add("1", Map.of("email", "a@x"));
        elsewhere.take("flow " + FLOW.id(), java.time.Duration.ZERO);
        leases.end();
        assertThat(fetched(scheduled())).isEmpty();
        assertThat(users.calls("read")).isZero();
        Exchange asked = exchange(FLOW.id(), TICK);
        assertThatThrownBy(() -> step.process(asked)).hasMessageContaining("still locked by another worker");
    }

    @Test
    void saysWhenBothDirectionsCameToTheirEnd() {
        Exchange forward = scheduled();
        fetched(forward);
        end(forward);
        assertThat(counts.flowCounters().of(FLOW).lastRound()).isEmpty();
        Exchange back = exchange(FLOW.routeId(Side.TARGET), null);
        fetched(back);
        end(back);
        assertThat(counts.flowCounters().of(FLOW).lastRound()).isPresent();
        trouble(null);
    }

    @Test
    void saysWhatStoppedARound_asTheSystemSaysIt_elseByItsKindAlone() {
        Exchange down = scheduled();
        step.process(down);
        down.setException(
                new IllegalStateException("kim@x", new SystemException.Unavailable("desk", "desk is down", null)));
        end(down);
        trouble("desk is down");
        Exchange caught = scheduled();
        step.process(caught);
        caught.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("kim@x"));
        end(caught);
        trouble("IllegalStateException, see the log");
        assertThat(counts.flowCounters().of(FLOW).held()).isFalse();
        assertThat(counts.flowCounters().of(FLOW).lastRound()).isEmpty();
    }

    @Test
    void saysThatTheFlowStopped_whenTheStoreIsGoneAtTheEndOfARound() {
        Exchange exchange = scheduled();
        fetched(exchange);
        store.jdbi().useHandle(h -> h.execute("drop table lease"));
        assertThatThrownBy(() -> end(exchange)).isInstanceOf(JdbiException.class);
        assertThat(counts.flowCounters().of(FLOW).trouble()).isPresent();
    }

    @Test
    void handsOutNothing_whenOneOfItsListsCouldNotBeFetched() {
        users.add("1", Map.of("email", "a@x"));
        fails = new SystemException.Unavailable("shop", "shop is down", null);
        assertThatThrownBy(() -> step.process(scheduled())).isSameAs(fails);
    }

    @Test
    void leavesOutAFlowWhoseEntityDoesNotExist_andSaysSo() {
        fails = new SystemException.EntityMissing("desk", "no such object");
        RunCounts.Run run = counts.start();
        Exchange round = scheduled();
        round.setProperty(Round.PROPERTY, Round.asked(clock.instant(), run));
        assertThat(fetched(round)).isEmpty();
        assertThat(run.of(FLOW.id()).missing()).isEqualTo("no such object");
        end(round);
        trouble(null);
    }

    @Test
    void handsOutNothing_whileTheGuardHoldsTheFlow_andSaysWhy() {
        for (int i = 0; i < 10; i++) {
            users.add("" + i, Map.of("email", i + "@x"));
        }
        Exchange first = scheduled();
        Snapshot newest = fetched(first).get(0).items().get(9).snapshot();
        end(first);
        store.jdbi().useTransaction(h -> {
            for (int i = 0; i < 10; i++) {
                Links.insert(h, Link.matched(FLOW.id(), "" + i, "1" + i, TICK));
            }
            FlowProgress.move(h, FLOW, Side.SOURCE, 0, newest.sequence());
        });
        users.all().stream().map(user -> user.key().id()).toList().forEach(id -> users.presence(id, Presence.DELETED));
        Exchange held = scheduled();
        assertThat(fetched(held)).isEmpty();
        end(held);
        assertThat(counts.flowCounters().of(FLOW).trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("the delete guard", "10 of 10"));
        assertThat(counts.flowCounters().of(FLOW).held()).as("no fault").isTrue();
    }

    @ParameterizedTest
    @MethodSource("stops")
    void saysWhyARoundStopped_asNoFault(RoundStopped stop) {
        Exchange exchange = scheduled();
        fetched(exchange);
        exchange.setException(new IllegalStateException("a step", stop));
        end(exchange);
        trouble("why");
        assertThat(counts.flowCounters().of(FLOW).held()).isTrue();
    }

    static Stream<RoundStopped> stops() {
        return Stream.of(
                new RoundStopped.GuardHolds("why"),
                new RoundStopped.HeldElsewhere("why"),
                new RoundStopped.OtherFiles("why"),
                new RoundStopped.Ending("why"));
    }

    @Test
    void standsStill_whileAnotherProcessHasTakenTheStoreWithOtherFiles() {
        Flow other = Flows.every(USERS, CONTACTS, Flows.row("email", "email"), Flows.row("phone", "phone"));
        users.add("1", Map.of("email", "a@x"));
        new FilesInUse(store.jdbi(), List.of(other)).take();
        Exchange round = scheduled();
        assertThatThrownBy(() -> step.process(round))
                .isInstanceOf(RoundStopped.OtherFiles.class)
                .satisfies(e -> round.setException((Exception) e));
        end(round);
        assertThat(counts.flowCounters().of(FLOW).trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("newer flow files"));
        assertThat(users.calls("read")).isZero();
        new FilesInUse(store.jdbi(), List.of(FLOW)).take();
        assertThat(ids(fetched(scheduled()))).containsExactly("1");
    }
}
