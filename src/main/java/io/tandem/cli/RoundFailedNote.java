package io.tandem.cli;

import io.tandem.feed.FilesInUse;
import io.tandem.system.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why a flow's round stopped: a system that failed once, and again every ten minutes while it lasts, however many
 * flows it stops; a fault of ours with its cause.
 */
final class RoundFailedNote implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.system");
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    private record Said(String message, Instant at) {}

    private final Clock clock;
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    RoundFailedNote(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Optional<SystemException> ofSystem = Routes.systemFailure(cause);
        if (ofSystem.isPresent()) {
            String message = ofSystem.get().getMessage();
            say(ofSystem.get().system(), message + ". Its flows stop for this round and go on with the next.");
        } else if (cause instanceof FilesInUse.Overruled) {
            say("", cause.getMessage());
        } else {
            LOG.error("{}: stopped for this round", exchange.getFromRouteId(), Bare.of(cause));
        }
    }

    private void say(String system, String message) {
        Instant now = clock.instant();
        Said last = said.get(system);
        boolean news = last == null
                || !last.message().equals(message)
                || last.at().plus(AGAIN_AFTER).isBefore(now);
        if (news) {
            said.put(system, new Said(message, now));
            LOG.warn("{}", message);
        }
    }
}
