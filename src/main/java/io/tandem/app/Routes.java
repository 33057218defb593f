package io.tandem.app;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.SteadyClock;
import io.tandem.console.Console;
import io.tandem.console.ConsoleSettings;
import io.tandem.record.Causes;
import io.tandem.system.CallLedger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.Processor;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.simpl.ZeroSizeThreadPool;

/** The route files, running in Camel Main. Schedules wait until {@link #schedule}. */
public final class Routes implements AutoCloseable {

    /** Camel's own switch of its OpenTelemetry spans; off unless it is set. */
    static final String TRACES = "camel.opentelemetry2.enabled";

    /** Of the context that flows run in; any other one stays out of the console. */
    static final String NAME = "tandem";

    /** Above that, the beans of all steps take more memory than all else: 10 for each route, of some 10 KB. */
    private static final int MOST_WITH_BEANS_OF_STEPS = 500;

    private final Main main;
    private final Console console;
    private SetClockWatch setClock;

    /**
     * How the Camel context runs.
     *
     * @param name of the context, and of its scheduler: one of each name in a process
     * @param scheduled whether {@link #schedule} may be called: a command that runs rounds by itself starts and ends sooner
     *     without the scheduler's threads
     */
    public record Context(String name, Optional<ConsoleSettings> console, boolean scheduled) {

        /** One whose rounds are run by a command. */
        public static Context ofCommand(String name) {
            return new Context(name, Optional.empty(), false);
        }
    }

    /** @param ledger where calls are counted */
    public Routes(
            Context context,
            Configuration configuration,
            Supplier<Engine> engine,
            RoundGate gate,
            CallLedger ledger,
            Clock clock) {
        main = new Main() {
            @Override
            protected CamelContext createCamelContext() {
                CamelContext camel = new ManyRoutesContext(gate::isEnding);
                camel.getCamelContextExtension().setRegistry(registry);
                camel.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());
                return camel;
            }
        };
        // to describe each processor is a third of a start, and nobody looks at a command that runs for itself
        main.addInitialProperty(
                "camel.main.jmxEnabled", String.valueOf(context.console().isPresent()));
        main.addInitialProperty(
                "camel.component.quartz.enableJmx",
                String.valueOf(context.console().isPresent()));
        setProperties(context, configuration);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                CamelContext camel = starting.getCamelContext();
                placeholdersFirst((PropertiesComponent) camel.getPropertiesComponent());
                bind(camel.getRegistry(), configuration, engine, gate, clock);
                configuration.systems().connect(camel, clock, answerLimit(configuration), ledger);
            }

            @Override
            public void afterConfigure(BaseMainSupport starting) {
                try {
                    addFiles(starting.getCamelContext(), configuration);
                } catch (Exception e) {
                    throw new RuntimeCamelException(e);
                }
            }
        });
        console = context.console()
                .map(settings -> Console.configure(main, settings))
                .orElse(null);
        start();
    }

    /** Camel's own settings; those that a person has set count over ours. */
    private void setProperties(Context context, Configuration configuration) {
        main.addInitialProperty("camel.main.name", context.name());
        main.addInitialProperty("camel.main.profile", "prod");
        if (configuration.flows().size() > MOST_WITH_BEANS_OF_STEPS) {
            main.addInitialProperty("camel.main.jmxManagementMBeansLevel", "RoutesOnly");
        }
        main.addInitialProperty("camel.main.routesIncludePattern", "false");
        main.addInitialProperty("camel.main.shutdownTimeout", "25");
        main.addInitialProperty("camel.component.quartz.autoStartScheduler", "false");
        if (context.scheduled()) {
            main.addInitialProperty(
                    "camel.component.quartz.properties[org.quartz.threadPool.threadCount]",
                    String.valueOf(threads(configuration)));
        } else {
            main.addInitialProperty(
                    "camel.component.quartz.properties[org.quartz.threadPool.class]",
                    ZeroSizeThreadPool.class.getName());
        }
        configuration
                .settings()
                .get("traces")
                .filter("on"::equals)
                .ifPresent(on -> main.addInitialProperty(TRACES, "true"));
        configuration.placeholders().forEach(main::addInitialProperty);
        configuration.settings().startingWith("camel.").forEach(main::addInitialProperty);
        main.setPropertyPlaceholderLocations("false");
    }

    /** What the route files refer to by name, beside the beans of calls. */
    private static void bind(
            Registry registry, Configuration configuration, Supplier<Engine> engine, RoundGate gate, Clock clock) {
        new CurrentSteps(engine, gate).bind(registry);
        Housekeeping housekeeping = new Housekeeping(engine.get().jdbi(), clock, configuration.settings());
        registry.bind("forgetOld", (Processor) exchange -> housekeeping.run());
        registry.bind("wantFullPasses", (Processor) exchange -> engine.get().wantFullPasses());
        registry.bind("roundFailed", (Processor) new RoundFailedNote(SteadyClock.beside(clock)));
    }

    /** Camel would take an environment's variable before what the settings say, also where --set counts, or it is empty. */
    private static void placeholdersFirst(PropertiesComponent placeholders) {
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
    }

    private static long answerLimit(Configuration configuration) {
        return Long.parseLong(configuration.settings().get("http.answer-limit").orElseThrow());
    }

    private void start() {
        try {
            main.start();
        } catch (Exception e) {
            main.stop();
            throw unstartable(e)
                    .<RuntimeException>map(fault -> fault)
                    .orElseGet(() -> new IllegalStateException("the routes could not be started: " + root(e), e));
        }
    }

    /** Each round holds one from its begin to its end, and so do the two schedules of housekeeping. */
    private static int threads(Configuration configuration) {
        int atOnce =
                Integer.parseInt(configuration.settings().get("rounds.at-once").orElseThrow());
        return Math.min(configuration.flows().size(), atOnce) + 2;
    }

    /**
     * Those made of templates come first, because Camel looks for the ids of each in all routes that are there. No pattern
     * finds the files: in one, a comma or a percent sign of the folder's name would have a meaning of its own.
     */
    private static void addFiles(CamelContext camel, Configuration configuration) throws Exception {
        List<RoutesBuilder> shared = builders(camel, configuration, false);
        for (RoutesBuilder builder : shared) {
            camel.addRoutesConfigurations((RouteConfigurationsBuilder) builder);
        }
        for (RoutesBuilder builder : shared) {
            camel.addRoutes(builder);
        }
        for (RoutesBuilder builder : shared) {
            camel.addTemplatedRoutes(builder);
        }
        for (RoutesBuilder builder : builders(camel, configuration, true)) {
            camel.addRoutes(builder);
        }
    }

    /** @param plain those of files that hold routes alone, else those of all others */
    private static List<RoutesBuilder> builders(CamelContext camel, Configuration configuration, boolean plain)
            throws Exception {
        List<Resource> files = new TreeMap<>(configuration.files().routes())
                .entrySet().stream()
                        .filter(file -> RouteSwap.holdsOnlyRoutes(file.getValue()) == plain)
                        .map(file -> ResourceHelper.fromString(
                                "file:" + configuration.home().folder().resolve(file.getKey()), file.getValue()))
                        .toList();
        return List.copyOf(PluginHelper.getRoutesLoader(camel).findRoutesBuilders(files));
    }

    /** A route that names a component or an option that isn't there: nothing was called yet, and the file is at fault. */
    static Optional<ConfigurationFault> unstartable(Throwable thrown) {
        return Causes.find(thrown, FailedToCreateRouteException.class)
                .map(failed -> new ConfigurationFault(List.of(
                        new Fault("routes", 0, "route " + failed.getRouteId() + " can't start: " + root(failed)))));
    }

    static String root(Throwable e) {
        return String.valueOf(Causes.root(e).getMessage());
    }

    public CamelContext camel() {
        return main.getCamelContext();
    }

    Optional<Console> console() {
        return Optional.ofNullable(console);
    }

    /** Lets the schedules run. */
    public void schedule() {
        try {
            scheduler().start();
            if (setClock == null) {
                setClock = new SetClockWatch(scheduler());
                setClock.begin();
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedules could not be started", e);
        }
    }

    /** No schedule begins anything until {@link #schedule}. @return whether they ran */
    boolean hold() {
        try {
            boolean ran = scheduler().isStarted() && !scheduler().isInStandbyMode();
            scheduler().standby();
            return ran;
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedules could not be held", e);
        }
    }

    private Scheduler scheduler() {
        return camel().getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    @Override
    public void close() {
        if (setClock != null) {
            setClock.close();
        }
        if (console != null) {
            console.close();
        }
        main.stop();
    }
}
