package io.tandem.app;

import io.tandem.chunk.RunCounts;
import io.tandem.flow.Flow;
import io.tandem.operator.FlowTotals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What {@code tandem sync} ends with after a round that ran without routes. */
public final class RoundExit {

    private RoundExit() {}

    /** @param failures why flows stopped */
    public static int code(
            Engine engine, List<Flow> flows, RunCounts.Run run, Map<Flow, ? extends RuntimeException> failures) {
        RoundFailures all = new RoundFailures();
        failures.forEach(all::add);
        List<SyncReport.FlowReport> reports = flows.stream()
                .map(flow -> SyncReport.FlowReport.of(
                        flow,
                        all.why(flow.id()),
                        run.of(flow.id()),
                        FlowTotals.of(engine.jdbi(), engine.waiting(), flow)))
                .toList();
        return all.exitCode(new SyncReport(reports, Map.of(), BigDecimal.ZERO).needsPerson());
    }
}
