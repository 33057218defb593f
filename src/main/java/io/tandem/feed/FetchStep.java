package io.tandem.feed;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Tally;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.record.Causes;
import io.tandem.store.Leases;
import io.tandem.store.StoreUnavailable;
import io.tandem.system.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings both feeds of the route's flow up to date, then hands out what its direction has to look at, chunk by chunk.
 *
 * <p>Out: a lazy iterator of {@link Chunk}. The flow's lease is held until the exchange ends, both directions together.
 */
public final class FetchStep implements Processor {

    /** Exchange property: when the round began ({@link Instant}); without it the trigger's time counts. */
    public static final String TICK = "TandemTick";

    /** Exchange property: why the guard holds the flow back. */
    private static final String HELD = "TandemHeld";

    private static final Logger LOG = LoggerFactory.getLogger(FetchStep.class);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Map<String, Flow> byRoute;
    private final FilesInUse files;
    private final Feeds feeds;
    private final Worklist worklist;
    private final Leases leases;
    private final Tally tally;
    private final Clock clock;

    /** @param byRoute the flows that are on, by route id, both directions */
    public FetchStep(
            Map<String, Flow> byRoute,
            FilesInUse files,
            Feeds feeds,
            Worklist worklist,
            Leases leases,
            Tally tally,
            Clock clock) {
        this.byRoute = Map.copyOf(byRoute);
        this.files = files;
        this.feeds = feeds;
        this.worklist = worklist;
        this.leases = leases;
        this.tally = tally;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Flow flow = byRoute.get(exchange.getFromRouteId());
        if (flow == null || worklist.paused(flow)) {
            exchange.getMessage().setBody(Collections.emptyIterator());
            return;
        }
        Side from = exchange.getFromRouteId().equals(flow.routeId(Side.SOURCE)) ? Side.SOURCE : Side.TARGET;
        Instant tick = tick(exchange);
        Leases.Lease lease = lease(exchange, flow).orElse(null);
        if (lease == null) {
            LOG.debug("{}: another process works on it; this tick is left out", flow.id());
            exchange.getMessage().setBody(Collections.emptyIterator());
            return;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                boolean halted = lease.ending();
                lease.close();
                note(flow, from, tick, done, halted || worklist.paused(flow));
            }
        });
        exchange.getMessage().setBody(chunks(exchange, flow, from, tick, lease));
    }

    private void note(Flow flow, Side from, Instant tick, Exchange done, boolean halted) {
        Exception cause = done.getException() != null
                ? done.getException()
                : done.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String held = done.getProperty(HELD, String.class);
        if (held != null) {
            tally.pulse().stopped(flow, held);
        } else if (cause == null && !halted) {
            tally.pulse().ended(flow, from, tick);
        } else if (cause != null) {
            tally.pulse().stopped(flow, inWords(cause));
        }
    }

    /** A stop, a system's or the store's failure has words without values; of any other only its kind is shown, the log has the rest. */
    private static String inWords(Throwable cause) {
        return Causes.find(cause, SystemException.class)
                .map(Throwable::getMessage)
                .or(() -> Causes.find(cause, RoundStopped.class).map(Throwable::getMessage))
                .or(() -> StoreUnavailable.sentence(cause))
                .orElseGet(() -> cause.getClass().getSimpleName() + ", see the log");
    }

    /** A round that somebody asked for waits for its turn; one on a schedule leaves the flow to who has it. */
    private Optional<Leases.Lease> lease(Exchange exchange, Flow flow) {
        String name = "flow " + flow.id();
        return exchange.getProperty(TICK) == null
                ? leases.takeUnlessElsewhere(name, PATIENCE)
                : Optional.of(leases.take(name, PATIENCE));
    }

    private Iterator<Chunk> chunks(Exchange exchange, Flow flow, Side from, Instant tick, Leases.Lease lease) {
        files.check();
        try {
            feeds.update(flow.source(), tick);
            feeds.update(flow.target(), tick);
        } catch (Halted halted) {
            LOG.debug("{}", halted.getMessage());
            return Collections.emptyIterator();
        } catch (SystemException.EntityMissing missing) {
            if (tally.missing(flow, missing.getMessage())) {
                LOG.warn("{}: left out: {}", flow.id(), missing.getMessage());
            }
            return Collections.emptyIterator();
        }
        Optional<String> held = worklist.heldBack(flow);
        held.ifPresent(why -> exchange.setProperty(HELD, why));
        held.filter(why -> tally.held(flow, why)).ifPresent(why -> LOG.warn("{}: {}", flow.id(), why));
        return held.isPresent() ? Collections.emptyIterator() : worklist.chunks(flow, from, tick, lease);
    }

    private Instant tick(Exchange exchange) {
        Instant tick = exchange.getProperty(TICK, Instant.class);
        Date fired = exchange.getMessage().getHeader("scheduledFireTime", Date.class);
        if (tick == null) {
            tick = fired == null ? clock.instant() : fired.toInstant();
        }
        return tick.truncatedTo(ChronoUnit.MILLIS);
    }
}
