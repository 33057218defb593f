package io.tandem.app;

import io.tandem.chunk.RunCounts;
import io.tandem.fetch.Round;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.record.Count;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;

/** Runs flows' routes as they stand, in rounds, without waiting for their schedules. */
public final class Rounds {

    static final int MOST = 5;

    private final CamelContext camel;
    private final RoundGate gate;
    private final RunCounts counts;
    private final Clock clock;

    public Rounds(CamelContext camel, RoundGate gate, RunCounts counts, Clock clock) {
        this.camel = camel;
        this.gate = gate;
        this.counts = counts;
        this.clock = clock;
    }

    /** Rounds until one makes no write, at most five. */
    public RoundFailures untilQuiet(List<Flow> flows, RunCounts.Run run) {
        RoundFailures failures = new RoundFailures();
        for (int round = 1; round <= MOST; round++) {
            Map<String, Long> before = work(run, flows);
            once(flows, run, failures);
            failures.unfinished().clear();
            work(run, flows).forEach((flow, work) -> {
                if (work > before.get(flow)) {
                    failures.unfinished().add(flow);
                }
            });
            if (gate.isEnding() || failures.unfinished().isEmpty() && !failures.wantsAnother()) {
                break;
            }
        }
        return failures;
    }

    private static Map<String, Long> work(RunCounts.Run run, List<Flow> flows) {
        Map<String, Long> work = new TreeMap<>();
        flows.forEach(flow -> work.put(flow.id(), run.work(flow.id())));
        return work;
    }

    /** Rounds of one flow now. @return what they did, in a sentence */
    String now(Flow flow) {
        RunCounts.Run run = counts.start();
        RoundFailures failures = untilQuiet(List.of(flow), run);
        Optional<String> first = failures.lines().stream().findFirst();
        if (first.isPresent()) {
            return "Stopped: " + first.get();
        }
        if (!failures.unfinished().isEmpty()) {
            return "Not done yet: " + RoundFailures.UNFINISHED + ".";
        }
        return run.work() == 0 ? "Done; there was nothing to write." : "Done; " + Count.of(run.work(), "write") + ".";
    }

    private void once(List<Flow> flows, RunCounts.Run run, RoundFailures failures) {
        Instant tick = now();
        for (Flow flow : flows) {
            if (gate.isEnding()) {
                // thousands of flows would each call their systems once more
                failures.add(flow, new RoundStopped.Ending("the process was asked to end"));
            } else {
                run(flow, tick, run, failures);
            }
        }
    }

    /** Both directions of a flow; once more if a change of the configuration cut them short. */
    private void run(Flow flow, Instant tick, RunCounts.Run run, RoundFailures failures) {
        Optional<Exchange> done = Optional.empty();
        long before = -1;
        while (before != gate.closings()) {
            before = gate.closings();
            gate.enter();
            try {
                done = processed(flow, Round.asked(done.isEmpty() ? tick : now(), run));
            } finally {
                gate.leave();
            }
        }
        done.ifPresentOrElse(
                exchange -> note(flow, exchange, failures),
                () -> failures.ofFlow(flow, "there is no route " + flow.id()));
    }

    /** The way there, which calls the way back. @return empty if there is no such route */
    private Optional<Exchange> processed(Flow flow, Round round) {
        Route route = camel.getRoute(flow.routeId(Side.SOURCE));
        if (route == null) {
            return Optional.empty();
        }
        Exchange exchange = route.getConsumer().createExchange(false);
        exchange.setProperty(Round.PROPERTY, round);
        exchange.setProperty(RoundGate.INSIDE, true);
        round.counting(() -> process(route.getConsumer().getProcessor(), exchange, round));
        return Optional.of(exchange);
    }

    private static void process(Processor steps, Exchange exchange, Round round) {
        try {
            steps.process(exchange);
            round.over().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void note(Flow flow, Exchange exchange, RoundFailures failures) {
        Exception cause = exchange.getException();
        if (cause == null) {
            cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        }
        if (cause != null) {
            failures.add(flow, cause);
        } else {
            failures.wentOn(flow);
        }
    }
}
