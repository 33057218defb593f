package io.tandem.kit;

import io.tandem.system.CallLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts calls for this process alone, and remembers nothing. */
public final class MemoryLedger implements CallLedger {

    private final Map<String, List<Instant>> windows = new ConcurrentHashMap<>();
    private final Map<String, Closed> closed = new ConcurrentHashMap<>();

    @Override
    public Duration claim(String budget, int calls, Duration span, Instant now) {
        List<Instant> window = windows.computeIfAbsent(budget, b -> new LinkedList<>());
        synchronized (window) {
            Instant from = now.minus(span);
            window.replaceAll(call -> call.isAfter(now) ? now : call);
            while (!window.isEmpty() && !window.get(0).isAfter(from)) {
                window.remove(0);
            }
            if (window.size() >= calls) {
                return Duration.between(from, window.get(0));
            }
            window.add(now);
            return Duration.ZERO;
        }
    }

    @Override
    public void answered(String budget, Duration span, Instant sent, Instant now) {
        List<Instant> window = windows.computeIfAbsent(budget, b -> new LinkedList<>());
        synchronized (window) {
            window.remove(sent);
            window.add(now);
        }
    }

    @Override
    public int used(String budget, Instant since) {
        List<Instant> window = windows.computeIfAbsent(budget, b -> new LinkedList<>());
        synchronized (window) {
            return (int) window.stream().filter(call -> call.isAfter(since)).count();
        }
    }

    @Override
    public void closeUntil(String budget, Instant moment, Instant now) {
        closed.merge(
                budget,
                new Closed(moment, now),
                (one, two) -> one.by(now).until().isAfter(two.until()) ? one.by(now) : two);
    }

    @Override
    public Instant closedUntil(String budget, Instant now) {
        Closed found = closed.computeIfPresent(budget, (b, known) -> known.by(now));
        return found == null ? Instant.EPOCH : found.until();
    }
}
