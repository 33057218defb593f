package io.tandem.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.ItemBuilder;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lag counts from the beginning of the last round that came to its end in both directions. */
class FlowCountersTest {

    private final TickingClock clock = new TickingClock();
    private final MeterRegistry numbers = new SimpleMeterRegistry();
    private final FlowCounters counters = new FlowCounters(clock, () -> numbers);
    private final Flow flow =
            FlowBuilder.of(new EntityKey("a", "one"), new EntityKey("b", "two")).build();

    @Test
    void countsTheLagFromTheStart_whileOnlyOneDirectionIsDone() {
        clock.pass(Duration.ofSeconds(40));
        counters.ended(flow, Side.SOURCE, clock.instant());

        assertThat(counters.of(flow).lagSeconds()).isCloseTo(40, within(1.0));
        assertThat(counters.of(flow).lastRound()).isEmpty();
    }

    @Test
    void countsTheLagFromTheOlderDirection() {
        Instant old = clock.instant();
        clock.pass(Duration.ofSeconds(30));
        counters.ended(flow, Side.SOURCE, old);
        counters.ended(flow, Side.TARGET, clock.instant());

        assertThat(counters.of(flow).lagSeconds()).isCloseTo(30, within(1.0));
        assertThat(counters.of(flow).lastRound()).isPresent();
    }

    @Test
    void letsTheLagGrow_whileRoundsStop_andSaysWhy() {
        counters.ended(flow, Side.SOURCE, clock.instant());
        counters.ended(flow, Side.TARGET, clock.instant());
        clock.pass(Duration.ofMinutes(10));
        counters.failed(flow, "a is not available");

        assertThat(counters.of(flow).lagSeconds()).isCloseTo(600, within(1.0));
        assertThat(counters.of(flow).trouble()).hasValue("a is not available");
    }

    @Test
    void tellsWhatHoldsAFlowBackFromAFailure() {
        counters.held(flow, "paused by the delete guard");
        assertThat(counters.of(flow).trouble()).hasValue("paused by the delete guard");
        assertThat(counters.of(flow).held()).isTrue();
        counters.failed(flow, "a is not available");
        assertThat(counters.of(flow).held()).isFalse();
    }

    @Test
    void forgetsTheTrouble_whenARoundComesToItsEnd() {
        counters.failed(flow, "a is not available");
        counters.ended(flow, Side.SOURCE, clock.instant());

        assertThat(counters.of(flow).trouble()).isEmpty();
    }

    @Test
    void keepsAnHourOfMinutes_theNewestLast() {
        Item item = new Item(Side.SOURCE, null, true);
        counters.count(new Chunk(flow, Side.SOURCE, clock.instant(), 0, 1, List.of(item), List.of()));

        assertThat(counters.of(flow).perMinute()).hasSize(60).endsWith(0L, 1L);
        clock.pass(Duration.ofMinutes(2));
        assertThat(counters.of(flow).perMinute()).hasSize(60).endsWith(1L, 0L, 0L);
        clock.pass(Duration.ofMinutes(60));
        assertThat(counters.of(flow).perMinute()).containsOnly(0L);
    }

    @Test
    void tellsWhatBecameOfARecord() {
        Trouble trouble = new Trouble(Side.SOURCE, "1", "", "refused", false);
        Item parked = new Item(Side.SOURCE, null, true)
                .with(new Verdict.Create())
                .with(new Decision.Left("refused", List.of(trouble)));
        Item skipped = new Item(Side.SOURCE, null, true);
        skipped.skip("a step of the site's own");
        counters.count(new Chunk(flow, Side.SOURCE, clock.instant(), 0, 1, List.of(parked, skipped), List.of()));

        assertThat(counters.of(flow).records())
                .containsEntry(FlowCounters.Outcome.PARKED, 1L)
                .containsEntry(FlowCounters.Outcome.SKIPPED, 1L)
                .containsEntry(FlowCounters.Outcome.WRITTEN, 0L);
        assertThat(numbers.get("tandem.records")
                        .tags("flow", flow.id(), "outcome", "parked")
                        .counter()
                        .count())
                .as("counted in the registry of the process")
                .isEqualTo(1);
    }

    /** Counted after the link was stored, a new pair looked like an old one. */
    @Test
    void countsANewPairAsLinked_andAnOldOneAsUnchanged() {
        SyncRecord record =
                new SyncRecord(flow.source().record("1"), Values.none(), Instant.EPOCH, null, Presence.LIVE);
        ItemBuilder pair = ItemBuilder.of(new Snapshot(record, Map.of(), 1, 1));
        Link link = Link.matched(flow.id(), "1", "11", Instant.EPOCH);
        List<Item> items = List.of(
                pair.link(link).build().saved(link.stored(7, 0)),
                pair.stored(link.stored(7, 0)).build());
        counters.count(new Chunk(flow, Side.SOURCE, clock.instant(), 0, 1, items, List.of()));

        assertThat(counters.of(flow).records())
                .containsEntry(FlowCounters.Outcome.LINKED, 1L)
                .containsEntry(FlowCounters.Outcome.UNCHANGED, 1L);
    }
}
