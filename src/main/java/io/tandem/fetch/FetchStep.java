package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.Leases;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings both feeds of the route's flow up to date, then hands out what its direction has to look at, chunk by chunk.
 *
 * <p>Shape: any body in; a lazy iterator of messages out, a {@link Chunk} in each. It is empty if the flow is paused,
 * if the guard or another process holds it, or if its system lacks the entity. Both directions share the flow's lease,
 * until the last chunk of the round is done. Cost: what {@link Feeds#update} costs, once a round for each entity.
 */
public final class FetchStep implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(FetchStep.class);

    private final Map<String, Flow> byRoute;
    private final FlowTurn turn;
    private final Clock clock;

    /** @param byRoute the flows that are on, by route id, both directions */
    public FetchStep(Map<String, Flow> byRoute, FlowTurn turn, Clock clock) {
        this.byRoute = Map.copyOf(byRoute);
        this.turn = turn;
        this.clock = clock;
    }

    /**
     * @throws io.tandem.system.SystemException if a system can't be reached
     * @throws io.tandem.flow.RoundStopped if the flow is held elsewhere for longer than wait.round, or other files are in use
     */
    @Override
    public void process(Exchange exchange) {
        Round round = round(exchange);
        round.counting(() -> exchange.getMessage()
                .setBody(new ChunkMessages(exchange.getMessage(), chunks(exchange, round, route(exchange)))));
        // a failure that another try of this step got over is none of the round
        exchange.removeProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
    }

    private Iterator<Chunk> chunks(Exchange exchange, Round round, String route) {
        Flow flow = byRoute.get(route);
        if (flow == null || round.left() || turn.isPaused(flow)) {
            return Collections.emptyIterator();
        }
        if (round.lease().isEmpty()) {
            turn.lease(round, flow).ifPresent(taken -> hold(exchange, flow, round, taken));
        }
        if (round.lease().isEmpty()) {
            LOG.debug("{}: another process works on it; this tick is left out", flow.id());
            round.leave();
            return Collections.emptyIterator();
        }
        Side from = route.equals(flow.routeId(Side.SOURCE)) ? Side.SOURCE : Side.TARGET;
        round.runs(from);
        return turn.chunks(flow, from, round);
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

    /** Both directions share the lease. The end of the exchange ends the turn, which gives it back. */
    private void hold(Exchange exchange, Flow flow, Round round, Leases.Lease lease) {
        round.holds(lease);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                Exception caught = done.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
                turn.end(
                        flow,
                        round,
                        lease,
                        Optional.ofNullable(done.getException() != null ? done.getException() : caught));
            }
        });
    }
}
