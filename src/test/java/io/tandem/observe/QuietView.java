package io.tandem.observe;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tandem.chunk.FlowCounters;
import io.tandem.flow.Flow;
import io.tandem.kit.TestClock;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** The view of an application in which nothing happens: its store and its flows are the test's, it has no system. */
final class QuietView {

    private QuietView() {}

    /** All flows are on. */
    static ApplicationView of(Jdbi jdbi, List<Flow> flows) {
        return of(jdbi, flows, flow -> Optional.empty(), new TestClock());
    }

    static ApplicationView of(Jdbi jdbi, List<Flow> flows, Function<Flow, Optional<String>> whyOff, Clock clock) {
        PrometheusMeterRegistry numbers = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new ApplicationView(new ApplicationView.Parts(
                flows,
                whyOff,
                jdbi,
                null,
                who -> null,
                new FlowCounters(clock, () -> numbers),
                Systems.load(Path.of("target/no-home"), new ArrayList<>()),
                "",
                flow -> "",
                () -> new ConfigurationState(ConfigurationState.State.CURRENT, Instant.EPOCH, List.of()),
                () -> "",
                flow -> Optional.empty(),
                numbers,
                clock));
    }
}
