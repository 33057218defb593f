package io.tandem.kit;

import io.tandem.app.Engine;
import io.tandem.app.ErrorsAsFailures;
import io.tandem.app.RoundFailedNote;
import io.tandem.app.RoundFailures;
import io.tandem.app.RoundGate;
import io.tandem.app.Rounds;
import io.tandem.chunk.RunCounts;
import io.tandem.config.Fault;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.sandbox.Sandbox;
import io.tandem.store.Database;
import io.tandem.system.CallCounts;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.PluginHelper;

/** The shipped configuration and route files as they stand, on a store, against a sandbox. */
public final class ShippedRoutes {

    private static final Path HOME = Path.of("").toAbsolutePath();

    private final Systems systems;
    private final List<Flow> flows;
    private final Engine engine;
    private final CamelContext camel;
    private RunCounts.Run run;

    /** @param flowId the only flow that is on; with the demo's extra rows */
    public ShippedRoutes(CamelContext camel, Database database, Sandbox sandbox, String flowId) {
        this(camel, database, sandbox.settings(), HOME, flowId);
    }

    /** @param home whose {@code config} is read, for a site with other rows */
    public ShippedRoutes(
            CamelContext camel, Database database, Map<String, String> settings, Path home, String flowId) {
        List<Fault> faults = new ArrayList<>();
        this.camel = camel;
        systems = Systems.load(home, faults);
        systems.configure(
                key -> Optional.ofNullable(settings.get(key))
                        .or(() -> key.equals("salesforce.api-version") ? Optional.of("v62.0") : Optional.empty()),
                faults);
        flows = new FlowFiles(systems.facts(), faults)
                .load(home, true).stream()
                        .filter(flow -> flow.id().equals(flowId))
                        .toList();
        if (!faults.isEmpty() || flows.isEmpty()) {
            throw new IllegalStateException(flowId + ": " + faults);
        }
        engine = Engine.started(database, Engine.Wiring.of(flows, systems), Clock.systemUTC(), Tuning.DEFAULT);
        engine.bind(camel.getRegistry());
        camel.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());
        camel.getRegistry().bind("roundFailed", (Processor) new RoundFailedNote(Clock.systemUTC()));
        systems.connect(camel, Clock.systemUTC(), 1 << 26, new MemoryLedger());
        camel.getPropertiesComponent().addInitialProperty("schedule." + flowId, "0 0 0 1 1 ? 2099");
        camel.getPropertiesComponent().addInitialProperty("calls.first-pause", "10");
        QuartzComponent quartz = camel.getComponent("quartz", QuartzComponent.class);
        quartz.setAutoStartScheduler(false);
        quartz.setProperties(Map.of("org.quartz.threadPool.class", NoThreads.class.getName()));
    }

    /** Loads the files that a flow needs, and maybe others; of {@link SystemRoutes#FILE} the routes to its two systems. */
    public void load(String... files) throws Exception {
        for (String file : files) {
            if (file.equals(SystemRoutes.FILE)) {
                SystemRoutes.load(
                        camel, Set.of(flow().source().system(), flow().target().system()));
                continue;
            }
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
        }
    }

    public Flow flow() {
        return flows.get(0);
    }

    public Engine engine() {
        return engine;
    }

    /** What the last sync did. */
    public RunCounts.Counts counts() {
        return run.of(flow().id());
    }

    /** What the last sync called, by system. */
    public Map<String, CallCounts> calls() {
        return run.calls().counts();
    }

    /** @return what went wrong: systems that failed, flows that stopped; empty if all is well */
    public List<String> sync() {
        run = engine.counts().start();
        RoundFailures failures = new Rounds(camel, new RoundGate(engine.leases()), engine.counts(), Clock.systemUTC())
                .untilQuiet(flows, run);
        List<String> words = new ArrayList<>(failures.systems().keySet());
        words.addAll(failures.flows().values());
        return words;
    }

    public Systems systems() {
        return systems;
    }
}
