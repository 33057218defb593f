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
import io.tandem.system.SystemCondition;
import io.tandem.system.rest.Systems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The process's registry of numbers, for Prometheus: what it counts, and of the desk that is shown how things stand now. Names of
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

    /** Of the desk that is shown: another one has its own. */
    private final List<Meter> ofDesk = new ArrayList<>();

    public Metrics(Desk desk) {
        registry = desk.parts().numbers();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        show(desk);
    }

    /** From now on how things stand at this desk, which counts in the same registry. */
    public synchronized void show(Desk desk) {
        forget();
        desk.flows().forEach(flow -> flow(desk, flow));
        Systems systems = desk.parts().systems();
        systems.names().stream().filter(name -> systems.whyOff(name).isEmpty()).forEach(name -> system(systems, name));
        gauge(
                "tandem.configuration.refused",
                "1 while changed files are refused, so that what runs is not what they say",
                Tags.empty(),
                desk,
                d -> d.parts().configured().get().state() == Configured.State.CURRENT ? 0 : 1);
    }

    private void flow(Desk desk, Flow flow) {
        Tags tags = Tags.of("flow", flow.id());
        gauge(
                "tandem.flow.on",
                "1 if the flow is on, 0 if it is off or paused",
                tags,
                desk,
                d -> d.state(flow).word().equals("on") ? 1 : 0);
        if (desk.parts().whyOff().apply(flow).isPresent()) {
            return;
        }
        gauge(
                "tandem.flow.stopped",
                "1 if the flow's last round stopped before its end",
                tags,
                desk,
                d -> d.counters(flow).trouble().isPresent() ? 1 : 0);
        gauge("tandem.lag.seconds", "Seconds since the last complete round began", tags, desk, d -> d.counters(flow)
                .lagSeconds());
        TOTALS.forEach(
                (name, count) -> gauge(name, "Now in the store", tags, desk, d -> count.applyAsLong(d.totals(flow))));
        // counted from zero, also before its first round: a rate needs both ends
        desk.counters(flow);
    }

    private void system(Systems systems, String name) {
        Tags tags = Tags.of("system", name);
        gauge(
                "tandem.system.up",
                "0 while the system fails as a whole",
                tags,
                systems,
                s -> s.condition(name).flatMap(SystemCondition::downSince).isPresent() ? 0 : 1);
        systems.condition(name).ifPresent(condition -> condition.budgets().forEach((budget, state) -> {
            Tags class_ = tags.and("budget", budget);
            gauge("tandem.budget.left", "Calls that may still go in the window", class_, systems, s -> left(
                            s, name, budget)
                    .left());
            gauge("tandem.budget.size", "Calls that a whole window has", class_, systems, s -> left(s, name, budget)
                    .of());
        }));
    }

    private static SystemCondition.Left left(Systems systems, String name, String budget) {
        return systems.condition(name).orElseThrow().budgets().get(budget);
    }

    private <T> void gauge(String name, String description, Tags tags, T of, ToDoubleFunction<T> value) {
        ofDesk.add(Gauge.builder(name, of, value)
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
        ofDesk.forEach(registry::remove);
        ofDesk.clear();
    }

    /** Nothing of the desk is shown any more; what was counted stays. */
    @Override
    public synchronized void close() {
        forget();
    }
}
