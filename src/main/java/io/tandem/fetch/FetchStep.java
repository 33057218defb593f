package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.RunCounts;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import io.tandem.record.Causes;
import io.tandem.store.FilesInUse;
import io.tandem.store.Leases;
import io.tandem.store.StoreUnavailable;
import io.tandem.system.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings both feeds of the route's flow up to date, then hands out what its direction has to look at, chunk by chunk.
 *
 * <p>Out: a lazy iterator of {@link Chunk}. The flow's lease is held until the exchange ends, both directions together.
 */
public final class FetchStep implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(FetchStep.class);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Map<String, Flow> byRoute;
    private final FilesInUse files;
    private final Feeds feeds;
    private final Worklist worklist;
    private final Leases leases;
    private final RunCounts tally;
    private final Clock clock;

    /** @param byRoute the flows that are on, by route id, both directions */
    public FetchStep(
            Map<String, Flow> byRoute,
            FilesInUse files,
            Feeds feeds,
            Worklist worklist,
            Leases leases,
            RunCounts tally,
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
        String route = route(exchange);
        Flow flow = byRoute.get(route);
        Round round = round(exchange);
        if (flow == null || round.left() || worklist.paused(flow)) {
            exchange.getMessage().setBody(Collections.emptyIterator());
            return;
        }
        Side from = route.equals(flow.routeId(Side.SOURCE)) ? Side.SOURCE : Side.TARGET;
        if (round.lease().isEmpty()) {
            lease(round, flow).ifPresent(taken -> hold(exchange, flow, round, taken));
        }
        if (round.lease().isEmpty()) {
            LOG.debug("{}: another process works on it; this tick is left out", flow.id());
            round.leave();
            exchange.getMessage().setBody(Collections.emptyIterator());
            return;
        }
        round.runs(from);
        exchange.getMessage().setBody(chunks(flow, from, round, round.lease().orElseThrow()));
    }

    /** The route that works on the exchange now: the way back is called by the way there. */
    private static String route(Exchange exchange) {
        return Optional.ofNullable(exchange.getUnitOfWork())
                .map(UnitOfWork::getRoute)
                .map(Route::getRouteId)
                .orElseGet(exchange::getFromRouteId);
    }

    private Round round(Exchange exchange) {
        Round round = exchange.getProperty(Round.PROPERTY, Round.class);
        if (round == null) {
            Date fired = exchange.getMessage().getHeader("scheduledFireTime", Date.class);
            round = Round.scheduled(fired == null ? clock.instant() : fired.toInstant());
            exchange.setProperty(Round.PROPERTY, round);
        }
        return round;
    }

    /** Both directions hold the lease until the exchange ends. */
    private void hold(Exchange exchange, Flow flow, Round round, Leases.Lease lease) {
        round.holds(lease);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                boolean halted = lease.ending() || worklist.paused(flow);
                try {
                    lease.close();
                } finally {
                    note(flow, round, done, halted);
                }
            }
        });
    }

    private void note(Flow flow, Round round, Exchange done, boolean halted) {
        Exception cause = done.getException() != null
                ? done.getException()
                : done.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (round.held().isPresent()) {
            tally.pulse().stopped(flow, round.held().get());
        } else if (cause != null) {
            tally.pulse().stopped(flow, inWords(cause));
        } else if (!halted) {
            for (Side side : Side.values()) {
                if (round.ran(side)) {
                    tally.pulse().ended(flow, side, round.tick());
                }
            }
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

    /** A round that somebody asked for waits for its turn; one on a schedule leaves the flow to the process that has it. */
    private Optional<Leases.Lease> lease(Round round, Flow flow) {
        String name = "flow " + flow.id();
        return round.asked() ? Optional.of(leases.take(name, PATIENCE)) : leases.takeUnlessElsewhere(name, PATIENCE);
    }

    private Iterator<Chunk> chunks(Flow flow, Side from, Round round, Leases.Lease lease) {
        Instant tick = round.tick();
        files.check();
        try {
            feeds.update(flow.source(), tick);
            feeds.update(flow.target(), tick);
        } catch (Halted halted) {
            LOG.debug("{}", halted.getMessage());
            return Collections.emptyIterator();
        } catch (SystemException.EntityMissing missing) {
            if (tally.missing(flow, missing.getMessage(), round.run())) {
                LOG.warn("{}: left out: {}", flow.id(), missing.getMessage());
            }
            return Collections.emptyIterator();
        }
        Optional<String> held = worklist.heldBack(flow);
        held.ifPresent(round::hold);
        held.filter(why -> tally.held(flow, why)).ifPresent(why -> LOG.warn("{}: {}", flow.id(), why));
        return held.isPresent() ? Collections.emptyIterator() : worklist.chunks(flow, from, tick, lease);
    }
}
