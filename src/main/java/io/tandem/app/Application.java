package io.tandem.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tandem.chunk.RunCounts;
import io.tandem.config.ConfigurationFault;
import io.tandem.console.Console;
import io.tandem.console.ConsoleSettings;
import io.tandem.flow.Flow;
import io.tandem.flow.RouteFile;
import io.tandem.observe.ApplicationView;
import io.tandem.operator.Decisions;
import io.tandem.operator.LinkImport;
import io.tandem.operator.Lists;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import io.tandem.store.FlowEntities;
import io.tandem.store.ImportFile;
import io.tandem.store.StoredLedger;
import io.tandem.store.SystemAccounts;
import io.tandem.system.rest.Systems;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.util.function.Suppliers;

/** One process's Tandem: its configuration, store, engine, and once they are started, its routes. */
public final class Application implements AutoCloseable {

    /** How long a change of the configuration waits for the rounds to end. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final RoundGate gate;

    /** Made when something is counted or shown: a command that does neither doesn't load its classes. */
    private final Supplier<PrometheusMeterRegistry> numbers =
            Suppliers.memorize(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    private final ConfigurationWatch watch;
    private volatile ConfigurationSwap.Current current;
    private SandboxRun sandbox;
    private Routes routes;

    private Application(Configuration configuration) {
        this.database = configuration.openStore();
        this.clock = database.clock();
        Systems systems = configuration.systems();
        SystemAccounts.check(database.jdbi(), configuration.accounts());
        FlowEntities.check(database.jdbi(), configuration.flowsOn());
        Engine engine = new Engine(database, Engine.Wiring.of(configuration), clock, configuration.tuning(), numbers);
        this.current = new ConfigurationSwap.Current(configuration, engine);
        systems.countIn(numbers);
        systems.whenFirstAnswered(system -> SystemAccounts.remember(
                database.jdbi(), system, configuration().accounts().get(system)));
        this.gate = new RoundGate(engine.leases());
        this.watch = new ConfigurationWatch(this, clock);
    }

    /** @throws io.tandem.config.ConfigurationFault if anything is wrong; nothing was called then */
    public static Application open(Configuration configuration) {
        return new Application(configuration.orThrow());
    }

    /**
     * Starts the routes for a command that runs rounds by itself: as {@link #startRoutes(Optional)}, without console
     * and schedules.
     */
    public Routes startRoutes() {
        housekeeping().runUnlessDoneLately();
        engine().applyChanges();
        return connect(Optional.empty(), false);
    }

    /**
     * Makes this configuration's files the files in use, and forgets what is too old. Starts the sandbox if there is to
     * be one, then the routes. Their schedules don't run yet.
     */
    public Routes startRoutes(Optional<ConsoleSettings> console) {
        housekeeping().run();
        engine().applyChanges();
        return connect(console, true);
    }

    private Housekeeping housekeeping() {
        return new Housekeeping(database.jdbi(), clock, configuration().settings());
    }

    /** Starts the routes only to call systems: the files in use stay as they are in the store. */
    public void connect() {
        connect(Optional.empty(), false);
    }

    private Routes connect(Optional<ConsoleSettings> console, boolean scheduled) {
        if (configuration().sandbox()) {
            sandbox = SandboxRun.start(configuration(), configuration().data());
            configuration().sandboxSettings().putAll(sandbox.settings());
            DemoReferences.importInto(engine().references(), configuration(), clock);
        }
        routes = new Routes(
                new Routes.Context(Routes.NAME, console, scheduled),
                configuration(),
                this::engine,
                gate,
                new StoredLedger(engine().jdbi()),
                clock);
        return routes;
    }

    /**
     * Switches to another configuration between two chunks; rounds that somebody asked for go on with it by themselves.
     * Store, counts, budgets, console and those routes whose files are the same stay.
     *
     * @param all whether every route is replaced, whatever its file says
     * @return false if the rounds didn't end in time; nothing was changed then
     * @throws ConfigurationFault if it can't be started; the one before goes on
     * @throws ConfigurationSwap.Broken if that one couldn't be started again either
     */
    boolean switchTo(Configuration next, boolean all) {
        if (next.sandbox() != configuration().sandbox()) {
            throw new ConfigurationFault("which systems have an address changes with these files: start again");
        }
        SystemAccounts.check(database.jdbi(), next.accounts());
        FlowEntities.check(database.jdbi(), next.flowsOn());
        if (sandbox != null) {
            sandbox.serve(next);
            next.sandboxSettings().putAll(sandbox.settings());
        }
        if (!gate.close(PATIENCE)) {
            return false;
        }
        boolean scheduled = false;
        try {
            scheduled = routes.hold();
            current = new ConfigurationSwap(routes.camel(), current, next).carryOut(all);
        } finally {
            gate.open();
            if (scheduled) {
                routes.schedule();
            }
        }
        console().ifPresent(console -> console.show(view()));
        return true;
    }

    public Configuration configuration() {
        return current.configuration();
    }

    public Database store() {
        return database;
    }

    public Engine engine() {
        return current.engine();
    }

    public Systems systems() {
        return configuration().systems();
    }

    /** All flows, those that are off included. */
    public List<Flow> flows() {
        return configuration().flows();
    }

    public Optional<String> whyOff(Flow flow) {
        return configuration().whyOff(flow);
    }

    /** Entities and id spaces that keys may name. */
    public Set<EntityKey> entities() {
        return systems().facts().keySet();
    }

    public Lists lists() {
        return new Lists(engine().jdbi(), engine().waiting());
    }

    /** What one person decides. */
    public Decisions decisions(String who) {
        return new Decisions(engine().jdbi(), engine().feeds(), engine().references(), engine().leases(), clock, who);
    }

    public LinkImport linkImport() {
        return new LinkImport(engine().jdbi(), engine().references(), engine().leases());
    }

    public ImportFile importFile(String name, String who) {
        return new ImportFile(name, who, clock.instant());
    }

    /** For the console: what it shows and does. */
    public ApplicationView view() {
        return new ApplicationView(new ApplicationView.Parts(
                flows(),
                this::whyOff,
                engine().jdbi(),
                engine().waiting(),
                this::decisions,
                engine().counts().flowCounters(),
                systems(),
                configuration().storeUrl(),
                flow -> rounds().now(flow),
                watch::state,
                watch::reload,
                flow -> RouteFile.of(configuration().home().folder(), flow),
                numbers.get(),
                clock));
    }

    public RunCounts counts() {
        return engine().counts();
    }

    public Rounds rounds() {
        return new Rounds(routes.camel(), gate, engine().counts(), clock);
    }

    /** Whether others than the first admin can sign in to the console. */
    public boolean hasUsers() {
        return configuration()
                        .settings()
                        .get("console.user")
                        .filter(user -> !user.isEmpty())
                        .isPresent()
                || ConsoleSettings.users(
                                configuration().settings(), configuration().data())
                        .exists();
    }

    public Optional<Console> console() {
        return Optional.ofNullable(routes).flatMap(Routes::console);
    }

    public ConfigurationWatch watch() {
        return watch;
    }

    /**
     * Tells all work that the process is about to end: nobody waits for a lease or for a call's turn any more, and
     * rounds end with the chunk in hand.
     */
    public void end() {
        engine().leases().end();
        systems().end();
    }

    @Override
    public void close() {
        end();
        watch.close();
        if (routes != null) {
            routes.close();
        }
        engine().leases().close();
        database.close();
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
