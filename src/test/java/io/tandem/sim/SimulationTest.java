package io.tandem.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random edits, faults and crashes against the real steps, system layer and store, in virtual time.
 *
 * <p>{@code -Dsim.seeds=100000} runs that many; {@code -Dsim.step=5} every fifth only, {@code -Dsim.first=5} with it those
 * with several workers; {@code -Dsim.seed=42} replays one and prints its story.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 30);
    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final int STEP = Integer.getInteger("sim.step", 1);
    private static final int THREADS = Integer.getInteger("sim.threads", 2);

    @Test
    void holdsAllLaws_whateverHappens() throws Exception {
        Long one = Long.getLong("sim.seed");
        List<Simulation.Outcome> outcomes = one == null ? all() : List.of(replay(one));
        assertThat(outcomes.stream().filter(o -> !o.broken().isEmpty()).toList())
                .as("seeds of %d that broke a law; replay one with -Dsim.seed=", outcomes.size())
                .isEmpty();
    }

    @Tag("thorough")
    @Test
    void replaysASeedExactly() throws Exception {
        assertThat(replay(7).story()).isEqualTo(replay(7).story());
    }

    private static Simulation.Outcome replay(long seed) throws Exception {
        try (Worker worker = new Worker()) {
            Simulation.Outcome outcome = Simulation.run(worker, seed);
            if (Long.getLong("sim.seed") != null) {
                outcome.story().forEach(System.out::println);
            }
            return outcome;
        }
    }

    private static List<Simulation.Outcome> all() throws Exception {
        AtomicLong next = new AtomicLong(FIRST);
        Callable<List<Simulation.Outcome>> work = () -> {
            List<Simulation.Outcome> outcomes = new ArrayList<>();
            try (Worker worker = new Worker()) {
                long seed;
                while ((seed = next.getAndAdd(STEP)) < FIRST + (long) SEEDS * STEP) {
                    outcomes.add(Simulation.run(worker, seed));
                }
            }
            return outcomes;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Simulation.Outcome> outcomes = new ArrayList<>();
            for (Future<List<Simulation.Outcome>> done : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                outcomes.addAll(done.get());
            }
            assertThat(outcomes).anyMatch(o -> o.crashes() > 0).anyMatch(o -> o.writes() > 10);
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
