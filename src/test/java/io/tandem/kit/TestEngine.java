package io.tandem.kit;

import io.tandem.app.Engine;
import io.tandem.app.RoundFailures;
import io.tandem.app.RoundGate;
import io.tandem.app.Rounds;
import io.tandem.chunk.RunCounts;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.operator.Decisions;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;

/** The real steps in routes of the documented shape, on a real store, against model systems. */
public final class TestEngine implements AutoCloseable {

    /** Which threads the routes use. */
    public enum Threads {
        AS_MANY_AS_WANTED(Executors::newCachedThreadPool),
        TWO_FOR_ALL(() -> Executors.newFixedThreadPool(2)),
        /** A step goes on in the only thread of a pool, as with {@code threads} in a route. */
        ONE_BETWEEN_STEPS(Executors::newCachedThreadPool) {
            @Override
            void between(ProcessorDefinition<?> steps) {
                steps.threads(1);
            }
        };

        private final Supplier<ExecutorService> pool;

        Threads(Supplier<ExecutorService> pool) {
            this.pool = pool;
        }

        void between(ProcessorDefinition<?> steps) {}
    }

    private final DefaultCamelContext camel = Contexts.bare();
    private final ExecutorService threads;
    private final Engine engine;
    private final Rounds rounds;
    private final Clock clock;
    private RoundFailures last;
    private RunCounts.Run run;

    public TestEngine(Database database, List<Flow> flows, Map<EntityKey, EntityClient> clients, Clock clock) {
        this(database, flows, clients, clock, 0);
    }

    /** @param redeliveries how often Camel tries a step again that fails */
    public TestEngine(
            Database database, List<Flow> flows, Map<EntityKey, EntityClient> clients, Clock clock, int redeliveries) {
        this(
                database,
                new Engine.Wiring(
                        flows,
                        key -> clients.containsKey(key) ? clients.get(key).facts() : idSpace(key),
                        clients::get,
                        Runnable::run),
                clock,
                redeliveries,
                Tuning.DEFAULT,
                Threads.AS_MANY_AS_WANTED);
    }

    /** @param chunkRecords records in a chunk */
    public static TestEngine ofChunks(
            Database database, Flow flow, Map<EntityKey, EntityClient> clients, Clock clock, int chunkRecords) {
        return ofChunks(database, List.of(flow), clients, clock, chunkRecords, Threads.AS_MANY_AS_WANTED);
    }

    /** @param chunkRecords records in a chunk */
    public static TestEngine ofChunks(
            Database database,
            List<Flow> flows,
            Map<EntityKey, EntityClient> clients,
            Clock clock,
            int chunkRecords,
            Threads threads) {
        return new TestEngine(
                database,
                new Engine.Wiring(flows, key -> clients.get(key).facts(), clients::get, Runnable::run),
                clock,
                0,
                new Tuning(chunkRecords, Tuning.DEFAULT.guard(), Tuning.DEFAULT.pauses(), Tuning.DEFAULT.waits()),
                threads);
    }

    private TestEngine(
            Database database, Engine.Wiring wiring, Clock clock, int redeliveries, Tuning tuning, Threads which) {
        this.clock = clock;
        this.threads = which.pool.get();
        engine = Engine.started(database, wiring, clock, tuning);
        engine.bind(camel.getRegistry());
        rounds = new Rounds(camel, new RoundGate(engine.leases()), engine.counts(), clock);
        try {
            camel.addRoutes(new RouteBuilder() {
                private ProcessorDefinition<?> direction(Flow flow, Side side) {
                    ProcessorDefinition<?> chunk = from("direct:" + flow.routeId(side))
                            .routeId(flow.routeId(side))
                            .errorHandler(
                                    redeliveries == 0
                                            ? noErrorHandler()
                                            : defaultErrorHandler()
                                                    .maximumRedeliveries(redeliveries)
                                                    .redeliveryDelay(0))
                            .process("fetch")
                            .split(body())
                            .streaming()
                            .stopOnException()
                            .parallelProcessing()
                            .executorService(threads)
                            .process("match");
                    which.between(chunk);
                    return chunk.process("transform")
                            .process("upsert")
                            .process("link")
                            .end();
                }

                @Override
                public void configure() {
                    for (Flow flow : wiring.flows()) {
                        direction(flow, Side.SOURCE).to("direct:" + flow.routeId(Side.TARGET));
                        direction(flow, Side.TARGET);
                    }
                }
            });
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static EntityFacts idSpace(EntityKey key) {
        return EntityFacts.unknown(key);
    }

    public Engine engine() {
        return engine;
    }

    /** What a person of this name decides. */
    public Decisions decisions(String who) {
        return new Decisions(engine.jdbi(), engine.feeds(), engine.references(), engine.leases(), clock, who);
    }

    /** Rounds until one makes no write; failures are returned, not thrown. */
    public RoundFailures sync() {
        return sync(engine.flows());
    }

    /** Rounds of one flow. */
    public RoundFailures sync(Flow flow) {
        return sync(List.of(flow));
    }

    private RoundFailures sync(List<Flow> flows) {
        run = engine.counts().start();
        last = rounds.untilQuiet(flows, run);
        return last;
    }

    /** What the last sync did with a flow. */
    public RunCounts.Counts counts(Flow flow) {
        return run.of(flow.id());
    }

    /** Flows for which the rounds of the last sync were not enough. */
    public Set<String> unfinished() {
        return last.unfinished();
    }

    /** Flows that stopped in the last sync, and why. */
    public Map<String, String> stopped() {
        return last.stopped();
    }

    @Override
    public void close() {
        camel.stop();
        threads.shutdownNow();
        engine.leases().close();
    }
}
