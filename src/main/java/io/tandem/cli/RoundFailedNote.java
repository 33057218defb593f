package io.tandem.cli;

import io.tandem.system.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
        Routes.systemFailure(cause)
                .ifPresentOrElse(
                        this::say,
                        () -> LOG.error("{}: stopped for this round", exchange.getFromRouteId(), Bare.of(cause)));
    }

    private void say(SystemException failure) {
        Instant now = clock.instant();
        Said last = said.get(failure.system());
        boolean news = last == null
                || !last.message().equals(failure.getMessage())
                || last.at().plus(AGAIN_AFTER).isBefore(now);
        if (news) {
            said.put(failure.system(), new Said(failure.getMessage(), now));
            LOG.warn("{}. Its flows stop for this round and go on with the next.", failure.getMessage());
        }
    }
}
