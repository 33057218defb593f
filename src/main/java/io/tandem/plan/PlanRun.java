package io.tandem.plan;

import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.DemoReferences;
import io.tandem.app.Engine;
import io.tandem.app.FlowChanges;
import io.tandem.app.RoundFailures;
import io.tandem.app.RoundGate;
import io.tandem.app.Rounds;
import io.tandem.app.Routes;
import io.tandem.app.SandboxRun;
import io.tandem.app.SyncReport;
import io.tandem.chunk.RunCounts;
import io.tandem.fetch.DeleteGuard;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowDifference;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.store.Database;
import io.tandem.store.FlowEntities;
import io.tandem.store.StoreCopy;
import io.tandem.store.StoredLedger;
import io.tandem.store.SystemAccounts;
import io.tandem.store.ThrowAwayFolder;
import io.tandem.system.EntityClient;
import io.tandem.system.rest.Systems;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * A sync that writes to no system, on a copy of a store (rule 17): the same steps and route files, in a Camel context of
 * its own. Calls count in the real store's budgets.
 */
public final class PlanRun implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Configuration configuration;
    private final Clock clock;
    private final Map<String, List<String>> changes = new TreeMap<>();
    private Engine engine;
    private Findings findings;
    private RoundGate gate;
    private RunCounts.Run run;
    private Routes routes;

    private PlanRun(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * @param store the real one, which is only read
     * @param running the application that runs on it, whose sandbox is used; empty if none does
     * @throws io.tandem.config.ConfigurationFault if the configuration doesn't fit the store
     */
    public static PlanRun open(Configuration configuration, Database store, Optional<Application> running) {
        PlanRun run = new PlanRun(configuration, store.clock());
        try {
            run.open(store.jdbi(), running);
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private void open(Jdbi store, Optional<Application> running) {
        ThrowAwayFolder folder = keep(ThrowAwayFolder.in(configuration.data()));
        Database copy = keep(Database.throwAway(folder));
        StoreCopy.copy(store, copy.jdbi());
        SystemAccounts.check(copy.jdbi(), configuration.accounts());
        FlowEntities.check(copy.jdbi(), configuration.flowsOn());
        configuration.flowsOn().forEach(flow -> changes.put(flow.id(), changes(copy, flow, running)));
        findings = keep(Findings.in(folder.path()));
        engine = Engine.started(copy, wiring(), clock, configuration.tuning());
        keep(engine.leases());
        gate = new RoundGate(engine.leases());
        engine.wrap("link", link -> new PlanStep(link, findings));
        if (configuration.sandbox()) {
            reachSandbox(running);
        }
        routes = keep(new Routes(
                Routes.Context.ofCommand(folder.path().getFileName().toString()),
                configuration,
                () -> engine,
                gate,
                new StoredLedger(store),
                clock));
    }

    /** One thing after the other, so that a plan lists the same in the same order each time. */
    private Engine.Wiring wiring() {
        Map<EntityKey, EntityClient> clients = new ConcurrentHashMap<>();
        return new Engine.Wiring(
                configuration.flowsOn().stream()
                        .map(flow -> flow.withParallel(1))
                        .toList(),
                configuration.systems().facts()::get,
                key -> clients.computeIfAbsent(key, this::dry),
                Runnable::run);
    }

    private void reachSandbox(Optional<Application> running) {
        if (running.isPresent()) {
            configuration.sandboxSettings().putAll(running.get().configuration().sandboxSettings());
        } else {
            SandboxRun sandbox = keep(SandboxRun.start(configuration, configuration.data()));
            configuration.sandboxSettings().putAll(sandbox.settings());
        }
        DemoReferences.importInto(engine.references(), configuration, clock);
    }

    /** The running application knows the flow as it was; else the store remembers some of it. */
    private static List<String> changes(Database copy, Flow flow, Optional<Application> running) {
        return running.flatMap(app -> app.flows().stream()
                        .filter(before -> before.id().equals(flow.id()))
                        .findFirst())
                .map(before -> FlowDifference.of(before, flow))
                .orElseGet(() -> copy.jdbi().withHandle(h -> FlowChanges.since(h, flow)));
    }

    private EntityClient dry(EntityKey entity) {
        return new DryEntity(
                configuration.systems().entity(entity), ids -> engine.feeds().snapshots(entity, ids), clock);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** What the rounds of {@link #run} count from now on. */
    public RunCounts.Run begin() {
        run = engine.counts().start();
        return run;
    }

    public Systems systems() {
        return configuration.systems();
    }

    /** Rounds as {@code sync} would do them. */
    public RoundFailures run(List<Flow> flows) {
        return new Rounds(routes.camel(), gate, engine.counts(), clock)
                .untilQuiet(
                        flows.stream()
                                .filter(flow -> configuration.whyOff(flow).isEmpty())
                                .toList(),
                        run);
    }

    /** What changed in a flow's file since the store was last used; empty if nothing. */
    public List<String> changes(Flow flow) {
        return changes.getOrDefault(flow.id(), List.of());
    }

    /** Records whose deletion the guard holds back. */
    public List<RecordKey> heldDeletes(Flow flow) {
        return engine.jdbi().inTransaction(h -> DeleteGuard.pending(h, flow, engine.feeds()));
    }

    public Findings findings() {
        return findings;
    }

    /** How the flows would stand after the sync. @param failures of its rounds */
    public List<SyncReport.FlowReport> after(List<Flow> flows, RoundFailures failures) {
        return SyncReport.reports(configuration, engine, flows, run, failures);
    }

    @Override
    public void close() {
        configuration.systems().end();
        RuntimeException failed = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failed = new IllegalStateException("the plan could not be cleaned up", e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
