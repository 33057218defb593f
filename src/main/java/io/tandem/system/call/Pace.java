package io.tandem.system.call;

import io.tandem.config.Moments;
import io.tandem.config.SteadyClock;
import io.tandem.config.Tuning;
import io.tandem.config.VirtualTime;
import io.tandem.system.CallLedger;
import io.tandem.system.SystemException;
import io.tandem.system.descriptor.Budget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps each class of calls within its budget, and waits where an answer said how long (rule 15). Thread-safe.
 *
 * <p>After a pause calls go on one by one for a while, however many have waited for its end.
 */
public final class Pace {

    /** How long a used-up day's limit keeps a class closed: its hours slide, and nobody says when the next call is free. */
    static final Duration USED_UP = Duration.ofHours(1);

    private static final Duration LONGEST_CLOSED = Duration.ofDays(1);
    private static final Duration GENTLE_FOR = Duration.ofSeconds(10);
    private static final Duration SMALLEST_GAP = Duration.ofMillis(50);
    private static final Duration LARGEST_GAP = Duration.ofSeconds(1);

    /** All places are taken by calls that run longer than their window: any answer may come now. */
    private static final Duration UNTIL_AN_ANSWER = Duration.ofMillis(100);

    private final Clock clock;
    private final Clock steady;
    private final Moments moments;
    private final CallLedger ledger;
    private final Duration patience;
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<String, Reopening> reopenings = new ConcurrentHashMap<>();
    private final Map<String, Instant> waits = new ConcurrentHashMap<>();

    /** The ends of the pauses that this process was asked for, by the steady clock: setting the other one ends none. */
    private final Map<String, Instant> closed = new ConcurrentHashMap<>();

    private final CallsInFlight inFlight = new CallsInFlight();
    private volatile boolean ending;

    public Pace(Clock clock, CallLedger ledger) {
        this(clock, ledger, Tuning.DEFAULT.waits().limit());
    }

    /** @param patience who would have to wait longer gives the round up instead; the next one asks again */
    public Pace(Clock clock, CallLedger ledger, Duration patience) {
        this.clock = clock;
        this.steady = SteadyClock.beside(clock);
        this.patience = patience;
        this.moments = new Moments(clock);
        this.ledger = ledger;
    }

    /** The process is about to end: calls that may go at once still go, nobody waits any more. */
    public void end() {
        ending = true;
    }

    /** When a class opened after a pause, and when its next call may go. */
    private record Reopening(Instant at, Instant next) {}

    /**
     * These budgets instead of all before; what was used of them still counts. A class is shared by all flows; its name is
     * {@code <system>.<class>}.
     */
    public void budgets(Map<String, Budget> all) {
        budgets.keySet().retainAll(all.keySet());
        budgets.putAll(all);
    }

    /** How many calls of this class may still go in its window; empty if it has no budget. */
    OptionalInt left(String name) {
        Budget budget = budgets.get(name);
        if (budget == null) {
            return OptionalInt.empty();
        }
        Instant from = clock.instant().minus(budget.span());
        return OptionalInt.of(Math.max(0, budget.calls() - ledger.used(name, from) - inFlight.since(name, from)));
    }

    /** The budgets that there are, by name. */
    public Map<String, Budget> budgets() {
        return Map.copyOf(budgets);
    }

    /** The classes whose next call waits, and until about when. */
    public Map<String, Instant> waits() {
        return Map.copyOf(waits);
    }

    /** No calls of this class before a moment, e.g. because of a Retry-After; at most a day. */
    void closeUntil(String name, Instant moment) {
        Instant now = clock.instant();
        Instant latest = now.plus(LONGEST_CLOSED);
        Instant end = moment.isAfter(latest) ? latest : moment;
        ledger.closeUntil(name, end, now);
        closed.merge(
                name,
                steady.instant().plus(Duration.between(now, end)),
                (one, other) -> one.isAfter(other) ? one : other);
    }

    /**
     * Waits until a call is allowed by each of its classes, and counts it.
     *
     * @return its places, which stay taken until a full window after its answer
     * @throws SystemException.LimitReached if that is further away than it makes sense to wait, or the process ends
     */
    CallsInFlight.Places await(String system, List<String> names) {
        CallsInFlight.Places places = new CallsInFlight.Places(this, new LinkedHashMap<>());
        boolean allowed = false;
        try {
            for (String name : names) {
                try {
                    places.byClass().put(name, inFlight.sent(name, awaitPlace(system, name)));
                } finally {
                    waits.remove(name);
                }
            }
            allowed = true;
            return places;
        } finally {
            if (!allowed) {
                places.answered();
            }
        }
    }

    /** Counts a call by the moment of its answer instead of its sending. */
    void answered(String name, Object call) {
        Instant sent = inFlight.answered(name, call);
        Budget budget = budgets.get(name);
        if (sent != null && budget != null) {
            ledger.answered(name, budget.span(), sent, clock.instant());
        }
    }

    /** @return when the call was counted */
    private Instant awaitPlace(String system, String name) {
        Instant now = clock.instant();
        Duration pause;
        while (!(pause = claim(name, now)).isZero()) {
            if (ending) {
                throw left(system, name);
            }
            if (pause.compareTo(patience) > 0) {
                throw new SystemException.LimitReached(
                        system,
                        system + ": no more calls (" + name + ") for about " + (pause.toMinutes() + 1)
                                + " minutes, because of its limits; its flows stop for this round");
            }
            waits.put(name, clock.instant().plus(pause));
            pause(system, name, Duration.ofMillis(Math.max(1, Math.min(pause.toMillis(), 1_000))));
            now = clock.instant();
        }
        return now;
    }

    /** A failure of another kind would be tried again, by the thread that is to end. */
    private void pause(String system, String name, Duration pause) {
        try {
            VirtualTime.await(clock, pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw left(system, name);
        }
    }

    private static SystemException left(String system, String name) {
        return new SystemException.LimitReached(system, system + ": a call (" + name + ") is left for the next start");
    }

    /** @return how long to wait; zero if the call was counted and may go */
    private Duration claim(String name, Instant now) {
        Budget budget = budgets.get(name);
        Instant end = ledger.closedUntil(name, now);
        boolean believed = moments.vouches(end.minus(LONGEST_CLOSED), name + ": the end of its pause");
        Instant opens = believed ? end : Instant.EPOCH;
        Duration stored = Duration.between(now, opens);
        Duration asked = Duration.between(steady.instant(), closed.getOrDefault(name, Instant.EPOCH));
        Duration pause = stored.compareTo(asked) > 0 ? stored : asked;
        if (pause.compareTo(Duration.ZERO) > 0) {
            return pause;
        }
        Duration turn = now.isBefore(opens.plus(GENTLE_FOR)) ? turn(name, opens, budget, now) : Duration.ZERO;
        if (!turn.isZero() || budget == null) {
            return turn;
        }
        int places = budget.calls() - inFlight.since(name, now.minus(budget.span()));
        return places <= 0 ? UNTIL_AN_ANSWER : ledger.claim(name, places, budget.span(), now);
    }

    /** After a pause: whose turn it is. */
    private Duration turn(String name, Instant opened, Budget budget, Instant now) {
        Duration gap = budget == null ? SMALLEST_GAP : budget.span().dividedBy(budget.calls());
        Duration kept = gap.compareTo(SMALLEST_GAP) < 0 ? SMALLEST_GAP : gap;
        Duration bounded = kept.compareTo(LARGEST_GAP) > 0 ? LARGEST_GAP : kept;
        Duration[] wait = {Duration.ZERO};
        reopenings.compute(name, (n, before) -> {
            boolean setBack =
                    before != null && before.next().isAfter(now.plus(bounded).plus(LARGEST_GAP));
            boolean mine = before == null || setBack || !before.at().equals(opened) || !now.isBefore(before.next());
            wait[0] = mine ? Duration.ZERO : Duration.between(now, before.next());
            return mine ? new Reopening(opened, now.plus(bounded)) : before;
        });
        return wait[0];
    }
}
