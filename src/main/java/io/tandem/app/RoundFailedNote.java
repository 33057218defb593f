package io.tandem.app;

import io.tandem.fetch.RoundFailure;
import io.tandem.flow.RoundStopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs why a flow's round stopped. A failing system or store is logged once, and again every ten minutes while it lasts,
 * however many flows it stops; a stop that is no fault in the same way, as a warning only if it waits for a person; a fault of
 * ours with its cause.
 */
public final class RoundFailedNote implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.system");
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    private final Clock clock;
    /** What was said when; two of a system's entities or hosts can fail in turn, each with its own words. */
    private final Map<String, Instant> said = new ConcurrentHashMap<>();

    public RoundFailedNote(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String route = exchange.getFromRouteId();
        RoundFailure failure = RoundFailure.of(cause);
        if (failure instanceof RoundFailure.OfSystem of) {
            say(of.inWords() + ". Its flows stop for this round and go on with the next.", Level.WARN);
        } else if (failure instanceof RoundFailure.Stop of) {
            boolean ofAll = of.stop() instanceof RoundStopped.OtherFiles;
            say((ofAll ? "" : route + ": ") + of.inWords(), of.stop().needsPerson() ? Level.WARN : Level.INFO);
        } else if (failure instanceof RoundFailure.OfStore of) {
            say(of.inWords(), Level.WARN);
        } else {
            LOG.error("{}: stopped for this round", route, WithoutContent.of(cause));
        }
    }

    private void say(String message, Level level) {
        Instant now = clock.instant();
        said.values().removeIf(at -> at.plus(AGAIN_AFTER).isBefore(now));
        if (said.putIfAbsent(message, now) == null) {
            LOG.atLevel(level).log("{}", message);
        }
    }
}
