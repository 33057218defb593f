package io.tandem.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.chunk.FlowCounters;
import io.tandem.chunk.RunCounts;
import io.tandem.config.Tuning;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.fetch.FetchStep;
import io.tandem.fetch.FlowTurn;
import io.tandem.fetch.QuietRecords;
import io.tandem.fetch.Worklist;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.link.ChunkSave;
import io.tandem.link.LinkStep;
import io.tandem.link.NewLinks;
import io.tandem.match.MatchStep;
import io.tandem.operator.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.store.Chains;
import io.tandem.store.Database;
import io.tandem.store.FilesInUse;
import io.tandem.store.Leases;
import io.tandem.store.References;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.rest.Systems;
import io.tandem.transform.TransformStep;
import io.tandem.upsert.Creates;
import io.tandem.upsert.Deletes;
import io.tandem.upsert.RecordClaims;
import io.tandem.upsert.Updates;
import io.tandem.upsert.UpsertStep;
import io.tandem.upsert.WriteAhead;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.function.Suppliers;
import org.jdbi.v3.core.Jdbi;

/** The store and the steps of one process, put together for a set of flows. */
public final class Engine {

    private final List<Flow> flows;
    private final Jdbi jdbi;
    private final Clock clock;
    private final Tuning tuning;
    private final RunCounts counts;
    private final Leases leases;
    private final FilesInUse files;
    private final Feeds feeds;
    private final References references;
    private final Waiting waiting;
    private final Map<String, Processor> steps = new LinkedHashMap<>();

    /**
     * The flows that an engine is made for, and how it reaches their entities.
     *
     * @param flows those that are on
     * @param facts of every entity that the flows name; id spaces included
     * @param clients of every entity that the flows name
     * @param threads for what a round does side by side
     */
    public record Wiring(
            List<Flow> flows,
            Function<EntityKey, EntityFacts> facts,
            Function<EntityKey, EntityClient> clients,
            Executor threads) {

        public Wiring {
            flows = List.copyOf(flows);
        }

        public static Wiring of(List<Flow> flows, Systems systems) {
            return new Wiring(flows, systems.facts()::get, systems::entity, systems.threads());
        }

        /** The wiring of a configuration. */
        public static Wiring of(Configuration configuration) {
            return of(configuration.flowsOn(), configuration.systems());
        }
    }

    /** An engine that can run: what changed in the flows since the store was last used has taken effect. */
    public static Engine started(Database database, Wiring wiring, Clock clock, Tuning tuning) {
        Engine engine = new Engine(database, wiring, clock, tuning, Suppliers.memorize(SimpleMeterRegistry::new));
        engine.applyChanges();
        return engine;
    }

    /**
     * An engine that runs no flow before {@link #applyChanges}: its files may differ from those in use.
     *
     * @param numbers where records are counted
     */
    Engine(Database database, Wiring wiring, Clock clock, Tuning tuning, Supplier<? extends MeterRegistry> numbers) {
        this(
                database.jdbi(),
                clock,
                new RunCounts(new FlowCounters(clock, numbers)),
                new Leases(database.jdbi(), clock, tuning.waits()),
                wiring,
                tuning);
    }

    private Engine(Jdbi jdbi, Clock clock, RunCounts counts, Leases leases, Wiring wiring, Tuning tuning) {
        Function<EntityKey, EntityFacts> facts = wiring.facts();
        Function<EntityKey, EntityClient> clients = wiring.clients();
        this.tuning = tuning;
        this.flows = wiring.flows();
        this.jdbi = jdbi;
        this.clock = clock;
        this.counts = counts;
        this.leases = leases;
        FeedNeeds needs = new FeedNeeds(flows, facts);
        this.files = new FilesInUse(jdbi, flows);
        this.feeds = new Feeds(jdbi, leases, clock, clients, needs);
        this.references =
                new References(jdbi, flows, entity -> facts.apply(entity).idSpace(), entity -> facts.apply(entity)
                        .idForm());
        this.waiting = new Waiting(jdbi, feeds);
        QuietRecords quiet = new QuietRecords();
        Worklist worklist = new Worklist(jdbi, feeds, references, clock, tuning, quiet);
        FlowTurn turn = new FlowTurn(files, feeds, worklist, leases, counts, wiring.threads());
        steps.put("fetch", new FetchStep(byRoute(flows), turn, clock));
        steps.put("match", new MatchStep(jdbi, needs::keyRule, clock));
        steps.put("transform", new TransformStep(jdbi, feeds, references, facts, clock, tuning.guard()));
        NewLinks newLinks = new NewLinks(references, needs::keyRule, clock);
        Chains chains = new Chains(flows, references::idSpace);
        RecordClaims claims = new RecordClaims(leases, clock);
        steps.put(
                "upsert",
                new UpsertStep(
                        new WriteAhead(jdbi, newLinks, flow -> !chains.meetsOthers(flow), clock),
                        new Updates(jdbi, clients, needs, claims),
                        new Creates(jdbi, clients, needs, chains, leases, clock),
                        new Deletes(jdbi, clients, needs, claims)));
        steps.put(
                "link",
                new LinkStep(new ChunkSave(jdbi, feeds, references, newLinks, quiet, clock, tuning.pauses()), counts));
    }

    private static Map<String, Flow> byRoute(List<Flow> flows) {
        Map<String, Flow> byRoute = new HashMap<>();
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                byRoute.put(flow.routeId(side), flow);
            }
        }
        return byRoute;
    }

    /** Lets what changed in the flows since the store was last used take effect in the store. */
    void applyChanges() {
        files.take();
        FlowChanges.apply(jdbi, feeds, flows);
    }

    /** Puts something in a step's place. */
    public void wrap(String step, UnaryOperator<Processor> wrapper) {
        steps.computeIfPresent(step, (name, processor) -> wrapper.apply(processor));
    }

    /** An engine for other flows that goes on with the store, the counts and the leases of this one. */
    Engine next(Wiring other) {
        Engine next = new Engine(jdbi, clock, counts, leases, other, tuning);
        next.applyChanges();
        return next;
    }

    /** The steps by the names that routes give them. */
    Map<String, Processor> steps() {
        return steps;
    }

    /** Makes the steps known to routes under their names: fetch, match, transform, upsert, link. */
    public void bind(Registry registry) {
        steps.forEach(registry::bind);
    }

    public List<Flow> flows() {
        return flows;
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public RunCounts counts() {
        return counts;
    }

    public Leases leases() {
        return leases;
    }

    public Feeds feeds() {
        return feeds;
    }

    public References references() {
        return references;
    }

    public Waiting waiting() {
        return waiting;
    }

    /** Lets the next round of each flow begin with full passes, which find what increments missed (rule 14). */
    void wantFullPasses() {
        feeds().wantPass(Flow.entities(flows()));
    }
}
