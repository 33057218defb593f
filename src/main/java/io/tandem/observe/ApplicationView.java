package io.tandem.observe;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tandem.chunk.FlowCounters;
import io.tandem.config.SteadyClock;
import io.tandem.flow.Flow;
import io.tandem.flow.RouteFile;
import io.tandem.operator.Decisions;
import io.tandem.operator.FlowTotals;
import io.tandem.operator.Lists;
import io.tandem.operator.Pages;
import io.tandem.operator.Waiting;
import io.tandem.store.FlowProgress;
import io.tandem.system.rest.Systems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * How one application stands now, as MBeans, metrics and health show it. After a change of the configuration there is a new one.
 *
 * <p>Thread-safe. What is seen counts for 2 s, or ten times as long as the look took: ten questions cost one look at the store.
 */
public final class ApplicationView {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** To watch takes at most a tenth of the time, however many records are counted. */
    private static final int KEPT_TIMES = 10;

    /**
     * What a view is made of.
     *
     * @param sync runs rounds of one flow, and says in a sentence what they did
     * @param reload switches to changed files, and says the same
     * @param routeFile reads the file that has a flow's route
     * @param numbers the process's registry, in which records and calls are counted
     */
    public record Parts(
            List<Flow> flows,
            Function<Flow, Optional<String>> whyOff,
            Jdbi jdbi,
            Waiting waiting,
            Function<String, Decisions> decisions,
            FlowCounters counters,
            Systems systems,
            String storeUrl,
            Function<Flow, String> sync,
            Supplier<ConfigurationState> configured,
            Supplier<String> reload,
            Function<Flow, Optional<RouteFile>> routeFile,
            PrometheusMeterRegistry numbers,
            Clock clock) {

        /** Without the store's address, which can have a password in it. */
        @Override
        public String toString() {
            return "Parts[" + flows.size() + " flows]";
        }
    }

    /** on, off or paused, and why. */
    public record State(String word, String why) {}

    /** What was seen, and until when it counts. */
    private record Look<T>(Instant until, T seen) {}

    private final Parts parts;
    private final Clock steady;
    private final Lists lists;
    private final Pages pages;
    private final Map<String, Look<State>> states = new ConcurrentHashMap<>();
    private final Map<String, Look<FlowTotals>> totals = new ConcurrentHashMap<>();

    public ApplicationView(Parts parts) {
        this.parts = parts;
        this.steady = SteadyClock.beside(parts.clock());
        this.lists = new Lists(parts.jdbi(), parts.waiting());
        this.pages = new Pages(parts.systems()::page);
    }

    Parts parts() {
        return parts;
    }

    Lists lists() {
        return lists;
    }

    Pages pages() {
        return pages;
    }

    List<Flow> flows() {
        return parts.flows();
    }

    State state(Flow flow) {
        return fresh(states, flow, this::stateNow);
    }

    /** The store's counts; all are zero for a flow that is off. */
    FlowTotals totals(Flow flow) {
        return fresh(totals, flow, this::totalsNow);
    }

    FlowCounters.State counters(Flow flow) {
        return parts.counters().of(flow);
    }

    /** A decision was made: what was seen before doesn't count. */
    void changed(Flow flow) {
        states.remove(flow.id());
        totals.remove(flow.id());
    }

    private <T> T fresh(Map<String, Look<T>> looks, Flow flow, Function<Flow, T> now) {
        return looks.compute(
                        flow.id(),
                        (id, last) -> last != null && last.until().isAfter(steady.instant()) ? last : look(flow, now))
                .seen();
    }

    private <T> Look<T> look(Flow flow, Function<Flow, T> now) {
        Instant began = steady.instant();
        T seen = now.apply(flow);
        Instant ended = steady.instant();
        Duration worth = Duration.between(began, ended).multipliedBy(KEPT_TIMES);
        Duration kept = worth.compareTo(FRESH) > 0 ? worth : FRESH;
        return new Look<>(ended.plus(kept), seen);
    }

    private State stateNow(Flow flow) {
        Optional<String> off = parts.whyOff().apply(flow);
        if (off.isPresent()) {
            return new State("off", off.get());
        }
        boolean paused =
                parts.jdbi().inTransaction(h -> FlowProgress.of(h, flow.id()).paused());
        return paused ? new State("paused", "by an operator") : new State("on", "");
    }

    private FlowTotals totalsNow(Flow flow) {
        return parts.whyOff().apply(flow).isPresent()
                ? new FlowTotals(0, 0, 0, 0, 0, 0, 0, 0)
                : FlowTotals.of(parts.jdbi(), parts.waiting(), flow);
    }
}
