package io.tandem.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.DaemonTimer;
import io.tandem.record.Json;
import io.tandem.store.Samples;
import io.tandem.store.Samples.Kind;
import io.tandem.system.SystemState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples in the store what flows and systems counted, so that charts have a past also after a restart.
 *
 * <p>Cost: every 10 s one update for each flow and system that is on; a store that fails loses samples, nothing else.
 */
final class Trends implements TrendsMXBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Trends.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int MOST_ENTRIES = 120;

    private final ApplicationView view;
    private final Samples samples;
    private final Growth growth;
    private final ScheduledExecutorService timer = DaemonTimer.of("trends");
    private boolean failing;

    /** @param growth goes on from the view before, as the counts do */
    Trends(ApplicationView view, Growth growth) {
        this.view = view;
        this.growth = growth;
        this.samples = new Samples(view.parts().jdbi());
    }

    /** From now on every 10 s, until closed. */
    Trends start() {
        timer.scheduleWithFixedDelay(this::sample, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Adds what was counted since the last time. */
    synchronized void sample() {
        Instant now = view.parts().clock().instant();
        try {
            view.flows().stream()
                    .filter(flow -> view.parts().whyOff().apply(flow).isEmpty())
                    .forEach(flow -> {
                        var counters = view.counters(flow);
                        long records = counters.records().values().stream()
                                .mapToLong(Long::longValue)
                                .sum();
                        samples.add(
                                Kind.FLOW,
                                flow.id(),
                                now,
                                growth.since("flow " + flow.id(), records),
                                Math.round(counters.lagSeconds() * 1_000));
                    });
            for (String name : view.parts().systems().names()) {
                view.parts().systems().state(name).ifPresent(state -> sample(name, state, now));
            }
            failing = false;
        } catch (JdbiException e) {
            if (!failing) {
                LOG.warn("The console's charts get no samples, because the store fails: {}", e.getClass());
            }
            failing = true;
        }
    }

    private void sample(String system, SystemState state, Instant now) {
        long answers = growth.since("answers of " + system, state.answers());
        long millis = growth.since("millis of " + system, state.totalMillis());
        samples.add(
                Kind.SYSTEM,
                system,
                now,
                growth.since(
                        "calls of " + system,
                        state.calls().read() + state.calls().write()),
                answers == 0 ? 0 : millis / answers);
    }

    @Override
    public String trends(int minutes) {
        int far = Math.max(1, Math.min(minutes, (int) Samples.SPAN.toMinutes()));
        int step = Math.max(1, (far + MOST_ENTRIES - 1) / MOST_ENTRIES);
        Instant now = view.parts().clock().instant();
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("step", step);
        answer.put("now", now.getEpochSecond() / 60);
        add(answer.putObject("flows"), Kind.FLOW, far, step, now);
        add(answer.putObject("systems"), Kind.SYSTEM, far, step, now);
        return Json.text(answer);
    }

    private void add(ObjectNode all, Kind kind, int minutes, int step, Instant now) {
        samples.last(kind, Duration.ofMinutes(minutes), step, now).forEach((name, entries) -> {
            var rows = all.putArray(name);
            entries.forEach(entry ->
                    rows.addArray().add(entry.minute()).add(entry.amount()).add(entry.worstMillis()));
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
