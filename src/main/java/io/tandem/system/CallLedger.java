package io.tandem.system;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the calls of each budget, and knows until when a class of calls is closed: for all who share it, processes on
 * one store included, and across restarts (rule 15).
 */
public interface CallLedger {

    /**
     * Counts one call if in no {@code span} there are more than {@code calls}.
     *
     * @return how long to wait; zero if the call was counted and may go
     */
    Duration claim(String budget, int calls, Duration span, Instant now);

    /**
     * Counts a call by its answer instead of its sending: its place is free a full {@code span} after that, because the server
     * counts what it receives (rule 15).
     *
     * @param sent when it was claimed
     */
    void answered(String budget, Duration span, Instant sent, Instant now);

    /** How many calls were counted since a moment. */
    int used(String budget, Instant since);

    /** No call before a moment; of several moments the latest counts. */
    void closeUntil(String budget, Instant moment);

    /** {@link Instant#EPOCH} if it was never closed. */
    Instant closedUntil(String budget);

    /** Counts for this process alone, and remembers nothing. */
    static CallLedger none() {
        return new CallLedger() {
            private final Map<String, Deque<Instant>> windows = new ConcurrentHashMap<>();
            private final Map<String, Instant> closed = new ConcurrentHashMap<>();

            @Override
            public Duration claim(String budget, int calls, Duration span, Instant now) {
                Deque<Instant> window = windows.computeIfAbsent(budget, b -> new ArrayDeque<>());
                synchronized (window) {
                    Instant from = now.minus(span);
                    while (!window.isEmpty() && !window.peekFirst().isAfter(from)) {
                        window.removeFirst();
                    }
                    if (window.size() >= calls) {
                        return Duration.between(from, window.peekFirst());
                    }
                    window.addLast(now);
                    return Duration.ZERO;
                }
            }

            @Override
            public void answered(String budget, Duration span, Instant sent, Instant now) {
                Deque<Instant> window = windows.computeIfAbsent(budget, b -> new ArrayDeque<>());
                synchronized (window) {
                    window.removeFirstOccurrence(sent);
                    window.addLast(now);
                }
            }

            @Override
            public int used(String budget, Instant since) {
                Deque<Instant> window = windows.computeIfAbsent(budget, b -> new ArrayDeque<>());
                synchronized (window) {
                    return (int)
                            window.stream().filter(call -> call.isAfter(since)).count();
                }
            }

            @Override
            public void closeUntil(String budget, Instant moment) {
                closed.merge(budget, moment, (one, two) -> one.isAfter(two) ? one : two);
            }

            @Override
            public Instant closedUntil(String budget) {
                return closed.getOrDefault(budget, Instant.EPOCH);
            }
        };
    }
}
