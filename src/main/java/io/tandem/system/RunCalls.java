package io.tandem.system;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of one run, by system, whichever thread makes them. Thread-safe.
 *
 * <p>A thread belongs to a run only while it is in {@link #counting}: what it calls outside of that counts for no run.
 */
public final class RunCalls {

    private static final ThreadLocal<RunCalls> WORKED_FOR = new ThreadLocal<>();

    private final Map<String, OfSystem> bySystem = new ConcurrentHashMap<>();

    private static final class OfSystem {
        private final AtomicLong reads = new AtomicLong();
        private final AtomicLong writes = new AtomicLong();
        private final AtomicLong limited = new AtomicLong();
    }

    /** The run that this thread works for now; empty for what runs on a schedule. */
    public static Optional<RunCalls> current() {
        return Optional.ofNullable(WORKED_FOR.get());
    }

    /** Work for the run that this thread works for now, to be done by another thread. */
    public static Runnable forCurrent(Runnable work) {
        return current().<Runnable>map(run -> () -> run.counting(work)).orElse(work);
    }

    /** Does some work of the run: what this thread calls until it is done counts for the run. */
    public void counting(Runnable work) {
        RunCalls before = WORKED_FOR.get();
        WORKED_FOR.set(this);
        try {
            work.run();
        } finally {
            if (before == null) {
                WORKED_FOR.remove();
            } else {
                WORKED_FOR.set(before);
            }
        }
    }

    /** A call that reads was sent; each try counts. */
    public void read(String system) {
        of(system).reads.incrementAndGet();
    }

    /** A call that writes was sent; each try counts. */
    public void written(String system) {
        of(system).writes.incrementAndGet();
    }

    /** A call was answered: too many requests. */
    public void limited(String system) {
        of(system).limited.incrementAndGet();
    }

    private OfSystem of(String system) {
        return bySystem.computeIfAbsent(system, s -> new OfSystem());
    }

    /** Reads and writes of all systems so far. */
    public long made() {
        return bySystem.values().stream()
                .mapToLong(of -> of.reads.get() + of.writes.get())
                .sum();
    }

    /** What was called so far; a system that was not called is left out. */
    public Map<String, CallCounts> counts() {
        Map<String, CallCounts> counts = new TreeMap<>();
        bySystem.forEach(
                (system, of) -> counts.put(system, new CallCounts(of.reads.get(), of.writes.get(), of.limited.get())));
        return counts;
    }
}
