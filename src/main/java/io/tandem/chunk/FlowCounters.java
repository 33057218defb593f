package io.tandem.chunk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.config.SteadyClock;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.Word;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How the flows have gone since this process began, flow by flow; unlike {@link RunCounts} it never starts again at zero.
 * Thread-safe.
 *
 * <p>Records are counted in the process's registry of numbers, as {@code tandem.records} by flow and outcome; what MBeans and
 * the console show of them is read from there.
 */
public final class FlowCounters {

    /** What became of a record that a round looked at. */
    public enum Outcome {
        CREATED,
        WRITTEN,
        LINKED,
        UNCHANGED,
        WAITING,
        SKIPPED,
        PARKED
    }

    /**
     * One flow as it went.
     *
     * @param records by outcome, all outcomes
     * @param lastRound when a round last finished in both directions
     * @param lagSeconds how old the newest state is that was carried over whole: since the last complete round began
     * @param perMinute records looked at in each of the last 60 minutes, the newest last
     * @param trouble why the last round stopped; empty if it finished
     * @param held whether that is no fault: a later round goes on by itself, or when a person has decided
     */
    public record State(
            Map<Outcome, Long> records,
            Optional<Instant> lastRound,
            double lagSeconds,
            List<Long> perMinute,
            Optional<String> trouble,
            boolean held) {}

    private static final int MINUTES = 60;
    private static final int SLOTS_A_MINUTE = 6;
    private static final Duration SLOT = Duration.ofSeconds(60 / SLOTS_A_MINUTE);

    private static final class One {
        private final Map<Outcome, Counter> records = new EnumMap<>(Outcome.class);
        /** By the steady clock. */
        private final Map<Side, Instant> complete = new EnumMap<>(Side.class);

        private final TreeMap<Long, Long> slots = new TreeMap<>();
        private Instant lastRound;
        private String trouble;
        private boolean held;
    }

    private final Clock clock;
    private final Clock steady;
    private final Supplier<? extends MeterRegistry> numbers;
    private final Instant began;
    private final Map<String, One> byFlow = new TreeMap<>();

    /** @param numbers asked for when the first flow is counted: a command that counts nothing need not load its classes */
    public FlowCounters(Clock clock, Supplier<? extends MeterRegistry> numbers) {
        this.clock = clock;
        this.numbers = numbers;
        this.steady = SteadyClock.beside(clock);
        this.began = steady.instant();
    }

    synchronized void count(Chunk chunk) {
        One one = of(chunk.flow().id());
        chunk.items()
                .forEach(item -> one.records.get(outcome(chunk.flow(), item)).increment());
        long slot = slot();
        one.slots.merge(slot, (long) chunk.items().size(), Long::sum);
        one.slots.headMap(slot - MINUTES * SLOTS_A_MINUTE).clear();
    }

    private static Outcome outcome(Flow flow, Item item) {
        if (!item.troubles(flow).isEmpty()) {
            return Outcome.PARKED;
        }
        if (item.skipped().isPresent()) {
            return flow.matches() && item.link().isEmpty() ? Outcome.WAITING : Outcome.SKIPPED;
        }
        if (item.created()) {
            return Outcome.CREATED;
        }
        if (!item.wrote().isEmpty()) {
            return Outcome.WRITTEN;
        }
        if (item.link().isEmpty()) {
            return Outcome.WAITING;
        }
        return item.isNewPair() ? Outcome.LINKED : Outcome.UNCHANGED;
    }

    /** One direction has nothing left of a round that began at {@code tick}. */
    public synchronized void ended(Flow flow, Side from, Instant tick) {
        One one = of(flow.id());
        Duration took = Duration.between(tick, clock.instant());
        one.complete.put(from, steady.instant().minus(took.isNegative() ? Duration.ZERO : took));
        one.lastRound = clock.instant();
        one.trouble = null;
    }

    /** A round failed. {@code why} has no values. */
    public synchronized void failed(Flow flow, String why) {
        stopped(flow, why, false);
    }

    /** A round stopped before its end, for a reason that is no fault. */
    public synchronized void held(Flow flow, String why) {
        stopped(flow, why, true);
    }

    private void stopped(Flow flow, String why, boolean held) {
        One one = of(flow.id());
        one.trouble = why;
        one.held = held;
    }

    public synchronized State of(Flow flow) {
        One one = of(flow.id());
        Map<Outcome, Long> records = new EnumMap<>(Outcome.class);
        one.records.forEach((outcome, counter) -> records.put(outcome, (long) counter.count()));
        boolean whole = one.complete.size() == Side.values().length;
        Instant carried =
                whole ? one.complete.values().stream().min(Instant::compareTo).orElse(began) : began;
        return new State(
                records,
                whole ? Optional.ofNullable(one.lastRound) : Optional.empty(),
                Math.max(0, Duration.between(carried, steady.instant()).toMillis()) / 1000.0,
                perMinute(one),
                Optional.ofNullable(one.trouble),
                one.trouble != null && one.held);
    }

    private List<Long> perMinute(One one) {
        long now = slot();
        List<Long> minutes = new ArrayList<>();
        for (int minute = MINUTES; minute > 0; minute--) {
            long first = now - (long) minute * SLOTS_A_MINUTE + 1;
            minutes.add(one.slots.subMap(first, first + SLOTS_A_MINUTE).values().stream()
                    .mapToLong(Long::longValue)
                    .sum());
        }
        return minutes;
    }

    private long slot() {
        return steady.millis() / SLOT.toMillis();
    }

    private One of(String flow) {
        return byFlow.computeIfAbsent(flow, this::counting);
    }

    private One counting(String flow) {
        One one = new One();
        MeterRegistry registry = numbers.get();
        for (Outcome outcome : Outcome.values()) {
            one.records.put(
                    outcome,
                    Counter.builder("tandem.records")
                            .description("Records that rounds looked at, by what became of them")
                            .tag("flow", flow)
                            .tag("outcome", Word.of(outcome))
                            .register(registry));
        }
        return one;
    }
}
