package io.tandem.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tandem.chunk.RunCounts;
import io.tandem.fetch.DeleteGuard;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.operator.FlowTotals;
import io.tandem.record.Count;
import io.tandem.store.FlowProgress;
import io.tandem.system.CallCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run did, as {@code sync --json} shows it, and in plain words. */
public record SyncReport(List<FlowReport> flows, Map<String, CallCounts> calls, BigDecimal seconds) {

    public record Sides(long source, long target) {}

    /**
     * One flow; a flow that is off or paused has no counts.
     *
     * @param why it is off or paused, or did not come to the end of its rounds; null if it did
     * @param creating creates that are looked up in a later round: work that is left
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FlowReport(
            String flow,
            String state,
            String why,
            Sides seen,
            Long linked,
            Long created,
            Sides written,
            Long unchanged,
            Long waiting,
            Long ambiguous,
            Long unresolved,
            Long drift,
            Long conflicts,
            Long parked,
            @JsonIgnore long creating,
            @JsonIgnore boolean guarded) {

        static FlowReport without(Flow flow, String state, String why) {
            return new FlowReport(
                    flow.id(), state, why, null, null, null, null, null, null, null, null, null, null, null, 0, false);
        }

        static FlowReport guarded(Flow flow, String why) {
            return new FlowReport(
                    flow.id(), "paused", why, null, null, null, null, null, null, null, null, null, null, null, 0,
                    true);
        }

        /** @param why it did not come to the end of its rounds; empty if it did */
        public static FlowReport of(Flow flow, Optional<String> why, RunCounts.Counts counts, FlowTotals now) {
            return new FlowReport(
                    flow.id(),
                    "on",
                    why.orElse(null),
                    new Sides(counts.seen(Side.SOURCE), counts.seen(Side.TARGET)),
                    now.linked(),
                    counts.created(),
                    new Sides(counts.written(Side.SOURCE), counts.written(Side.TARGET)),
                    counts.unchanged(),
                    now.waiting(),
                    now.ambiguous(),
                    now.unresolved(),
                    now.drift(),
                    now.conflicts(),
                    now.parked(),
                    now.creating(),
                    false);
        }

        public boolean needsPerson() {
            return guarded || state.equals("on") && (parked > 0 || ambiguous > 0 || conflicts > 0 || creating > 0);
        }

        public String inWords(RoundFailures failures) {
            if (!state.equals("on")) {
                return flow + ": " + state + ", " + why;
            }
            List<String> words = new ArrayList<>();
            words.add(linked + " linked");
            add(words, created, "created");
            add(words, written.source() + written.target(), "written");
            addCount(words, creating, "create", " whose answer is missing");
            add(words, waiting, "waiting for a match");
            add(words, ambiguous, "ambiguous");
            addCount(words, unresolved, "reference", " unresolved");
            add(words, drift, "drifting");
            addCount(words, conflicts, "open conflict", "");
            add(words, parked, "parked");
            return flow + ": " + failures.before(flow) + String.join(", ", words);
        }

        private static void add(List<String> words, long count, String what) {
            if (count > 0) {
                words.add(count + " " + what);
            }
        }

        private static void addCount(List<String> words, long count, String noun, String what) {
            if (count > 0) {
                words.add(Count.of(count, noun) + what);
            }
        }
    }

    public static SyncReport of(
            Application app, List<Flow> flows, RunCounts.Run run, RoundFailures failures, Duration took) {
        List<FlowReport> reports = reports(app.configuration(), app.engine(), flows, run, failures);
        Map<String, CallCounts> calls = new LinkedHashMap<>(run.calls().counts());
        return new SyncReport(
                reports, calls, BigDecimal.valueOf(took.toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
    }

    public static List<FlowReport> reports(
            Configuration configuration, Engine engine, List<Flow> flows, RunCounts.Run run, RoundFailures failures) {
        return flows.stream()
                .map(flow -> report(configuration, engine, flow, run, failures))
                .toList();
    }

    private static FlowReport report(
            Configuration configuration, Engine engine, Flow flow, RunCounts.Run run, RoundFailures failures) {
        if (configuration.whyOff(flow).isPresent()) {
            return FlowReport.without(flow, "off", configuration.whyOff(flow).get());
        }
        FlowProgress.State progress = engine.jdbi().inTransaction(h -> FlowProgress.of(h, flow.id()));
        if (progress.paused()) {
            return FlowReport.without(flow, "paused", "by an operator; go on with: tandem resume " + flow.id());
        }
        if (progress.deletesHeld() > 0) {
            long linked = engine.jdbi().withHandle(h -> DeleteGuard.linked(h, flow));
            return FlowReport.guarded(flow, DeleteGuard.why(flow, progress.deletesHeld(), linked));
        }
        Optional<String> stop = Optional.ofNullable(failures.stops().get(flow.id()));
        if (stop.isPresent()) {
            return FlowReport.without(flow, "paused", stop.get());
        }
        RunCounts.Counts counts = run.of(flow.id());
        if (counts.missing() != null) {
            return FlowReport.without(flow, "off", counts.missing());
        }
        return FlowReport.of(
                flow, failures.why(flow.id()), counts, FlowTotals.of(engine.jdbi(), engine.waiting(), flow));
    }

    public boolean needsPerson() {
        return flows.stream().anyMatch(FlowReport::needsPerson);
    }
}
