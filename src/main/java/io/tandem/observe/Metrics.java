package io.tandem.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tandem.flow.Flow;
import io.tandem.operator.FlowTotals;
import io.tandem.system.SystemState;
import io.tandem.system.rest.Systems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The process's registry of numbers, for Prometheus: what it counts, and how the shown application stands now. Names of
 * flows, systems and budgets are its only labels. Thread-safe.
 *
 * <p>Cost: nothing until it is read, then a few counts in the store for each flow.
 */
public final class Metrics implements AutoCloseable {

    /** The Prometheus text format. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Map<String, ToLongFunction<FlowTotals>> TOTALS = Map.of(
            "tandem.linked", FlowTotals::linked,
            "tandem.waiting", FlowTotals::waiting,
            "tandem.ambiguous", FlowTotals::ambiguous,
            "tandem.unresolved", FlowTotals::unresolved,
            "tandem.drift", FlowTotals::drift,
            "tandem.conflicts", FlowTotals::conflicts,
            "tandem.parked", FlowTotals::parked);

    private final PrometheusMeterRegistry registry;

    /** Those of the application that is shown; they go when another is shown. */
    private final List<Meter> ofView = new ArrayList<>();

    public Metrics(ApplicationView view) {
        registry = view.parts().numbers();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        show(view);
    }

    /** Shows from now on how this application stands; it counts in the same registry. */
    public synchronized void show(ApplicationView view) {
        forget();
        view.flows().forEach(flow -> flow(view, flow));
        Systems systems = view.parts().systems();
        systems.names().stream().filter(name -> systems.whyOff(name).isEmpty()).forEach(name -> system(systems, name));
        gauge(
                "tandem.configuration.refused",
                "1 while changed files are refused, so that what runs is not what they say",
                Tags.empty(),
                view,
                d -> d.parts().configured().get().state() == ConfigurationState.State.CURRENT ? 0 : 1);
    }

    private void flow(ApplicationView view, Flow flow) {
        Tags tags = Tags.of("flow", flow.id());
        gauge(
                "tandem.flow.on",
                "1 if the flow is on, 0 if it is off or paused",
                tags,
                view,
                d -> d.state(flow).word().equals("on") ? 1 : 0);
        if (view.parts().whyOff().apply(flow).isPresent()) {
            return;
        }
        gauge(
                "tandem.flow.stopped",
                "1 if the flow's last round stopped before its end",
                tags,
                view,
                d -> d.counters(flow).trouble().isPresent() ? 1 : 0);
        gauge("tandem.lag.seconds", "Seconds since the last complete round began", tags, view, d -> d.counters(flow)
                .lagSeconds());
        TOTALS.forEach(
                (name, count) -> gauge(name, "Now in the store", tags, view, d -> count.applyAsLong(d.totals(flow))));
        // counted from zero, also before its first round: a rate needs both ends
        view.counters(flow);
    }

    private void system(Systems systems, String name) {
        Tags tags = Tags.of("system", name);
        gauge(
                "tandem.system.up",
                "0 while the system fails as a whole",
                tags,
                systems,
                s -> s.state(name).flatMap(SystemState::downSince).isPresent() ? 0 : 1);
        systems.state(name).ifPresent(state -> state.budgets().keySet().forEach(budget -> {
            Tags ofBudget = tags.and("budget", budget);
            gauge("tandem.budget.left", "Calls that may still go in the window", ofBudget, systems, s -> left(
                            s, name, budget)
                    .left());
            gauge("tandem.budget.size", "Calls that a whole window has", ofBudget, systems, s -> left(s, name, budget)
                    .of());
        }));
    }

    private static SystemState.Left left(Systems systems, String name, String budget) {
        return systems.state(name).orElseThrow().budgets().get(budget);
    }

    private <T> void gauge(String name, String description, Tags tags, T of, ToDoubleFunction<T> value) {
        ofView.add(Gauge.builder(name, of, value)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    /** Adds a number that only grows; one label tells its kinds apart. */
    public <T> void counter(String name, String description, String label, String kind, T of, ToLongFunction<T> count) {
        FunctionCounter.builder(name, of, count::applyAsLong)
                .description(description)
                .tags(Tags.of(label, kind))
                .register(registry);
    }

    /** All numbers as they are now, in the Prometheus text format. */
    public synchronized String text() {
        return registry.scrape();
    }

    private void forget() {
        ofView.forEach(registry::remove);
        ofView.clear();
    }

    /** Shows no application any more; what was counted stays. */
    @Override
    public synchronized void close() {
        forget();
    }
}
