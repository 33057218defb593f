package io.tandem.system;

import io.tandem.config.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps each class of calls within its budget, and waits where an answer said how long (rule 15). Thread-safe. */
final class Pace {

    private static final int BUCKETS_IN_A_WINDOW = 60;
    /** Shorter windows are over before a process has started again. */
    private static final Duration SHORTEST_KEPT = Duration.ofSeconds(10);

    private final Clock clock;
    private final CallLedger ledger;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();

    Pace(Clock clock, CallLedger ledger) {
        this.clock = clock;
        this.ledger = ledger;
    }

    private static final class Window {
        private final Deque<Instant> calls = new ArrayDeque<>();
    }

    /** A budget's class is shared by all flows; {@code name} is {@code <system>.<class>}. What was used of it counts. */
    void budget(String name, Budget budget) {
        budgets.put(name, budget);
        if (isKept(budget)) {
            Window window = windows.computeIfAbsent(name, n -> new Window());
            for (CallLedger.Used used : ledger.since(name, clock.instant().minus(budget.span()))) {
                for (int i = 0; i < used.calls(); i++) {
                    window.calls.addLast(used.bucket().plus(bucket(budget)));
                }
            }
        }
    }

    /** How many calls of this class may still go in its window; empty if it has no budget. */
    OptionalInt left(String name) {
        Budget budget = budgets.get(name);
        if (budget == null) {
            return OptionalInt.empty();
        }
        Window window = windows.computeIfAbsent(name, n -> new Window());
        synchronized (window) {
            Instant from = clock.instant().minus(budget.span());
            long used = window.calls.stream().filter(call -> call.isAfter(from)).count();
            return OptionalInt.of((int) Math.max(0, budget.calls() - used));
        }
    }

    /** The budgets that there are, by name. */
    Map<String, Budget> budgets() {
        return Map.copyOf(budgets);
    }

    private static boolean isKept(Budget budget) {
        return budget.span().compareTo(SHORTEST_KEPT) >= 0;
    }

    private static Duration bucket(Budget budget) {
        return budget.span().dividedBy(BUCKETS_IN_A_WINDOW);
    }

    private void keep(String name, Budget budget, Instant now) {
        if (isKept(budget)) {
            long length = bucket(budget).toMillis();
            ledger.used(name, Instant.ofEpochMilli(now.toEpochMilli() / length * length));
        }
    }

    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();

    /** No calls of this class before a moment, e.g. because of a Retry-After. */
    void closeUntil(String name, Instant moment) {
        closedUntil.merge(name, moment, (one, two) -> one.isAfter(two) ? one : two);
    }

    /**
     * Waits until a call of this class is allowed, and counts it.
     *
     * @throws InterruptedException at shutdown
     */
    void await(String name) throws InterruptedException {
        Duration pause;
        while (!(pause = claim(name)).isZero()) {
            VirtualTime.await(clock, Duration.ofMillis(Math.max(1, Math.min(pause.toMillis(), 1_000))));
        }
    }

    /** @return how long to wait; zero if the call was counted and may go */
    private Duration claim(String name) {
        Instant now = clock.instant();
        Instant closed = closedUntil.getOrDefault(name, Instant.EPOCH);
        if (now.isBefore(closed)) {
            return Duration.between(now, closed);
        }
        Budget budget = budgets.get(name);
        if (budget == null) {
            return Duration.ZERO;
        }
        Window window = windows.computeIfAbsent(name, n -> new Window());
        synchronized (window) {
            Instant from = now.minus(budget.span());
            while (!window.calls.isEmpty() && !window.calls.peekFirst().isAfter(from)) {
                window.calls.removeFirst();
            }
            if (window.calls.size() < budget.calls()) {
                window.calls.addLast(now);
                keep(name, budget, now);
                return Duration.ZERO;
            }
            return Duration.between(from, window.calls.peekFirst());
        }
    }
}
