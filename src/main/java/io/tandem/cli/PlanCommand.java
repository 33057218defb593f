package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.Home;
import io.tandem.app.RoundFailures;
import io.tandem.app.SyncReport;
import io.tandem.config.ConfigurationFault;
import io.tandem.flow.Flow;
import io.tandem.plan.PlanRun;
import io.tandem.remote.RunningApplication;
import io.tandem.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code sync} would do with the configuration files as they stand, without doing it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "What sync would do with the configuration files as they are now, without doing it: what it"
                + " would create, link, change and skip, and why. Shows values.")
final class PlanCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options;

    @Option(names = "--counts", description = "Only counts, a line for each flow.")
    boolean counts;

    @Mixin
    NamedFlows named;

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<Application> running = session.running();
        Configuration configuration = Configuration.load(home(running)).orThrow();
        if (running.isPresent()) {
            return inRunning(configuration, running.get());
        }
        Optional<RunningApplication> elsewhere = RunningApplication.find(configuration.data());
        if (elsewhere.isPresent()) {
            return elsewhere.get().execute(session.request());
        }
        try (Database store = configuration.openStore()) {
            return plan(configuration, store);
        }
    }

    /** The running application's files, read again; or those of another folder, with its settings. */
    private Home home(Optional<Application> running) {
        if (running.isEmpty()) {
            return options.home();
        }
        Home theirs = running.get().configuration().home();
        Map<String, String> overrides = new HashMap<>(theirs.overrides());
        overrides.putAll(options.set);
        return new Home(
                options.home == null ? theirs.folder() : session.folder().resolve(options.home),
                Map.copyOf(overrides),
                theirs.sandbox(),
                theirs.around());
    }

    private int inRunning(Configuration configuration, Application app) {
        if (configuration.sandbox() != app.configuration().sandbox()) {
            throw new ConfigurationFault(
                    "these settings and the running application's are not both the sandbox's." + " Stop it, then plan");
        }
        return plan(configuration, app.store());
    }

    private int plan(Configuration configuration, Database store) {
        List<Flow> flows = named.of(configuration.flows());
        Instant began = Instant.now();
        try (PlanRun run = PlanRun.open(configuration, store, session.running())) {
            RoundFailures failures = rounds(run, flows);
            List<SyncReport.FlowReport> after = run.after(flows, failures);
            PlanReport report = new PlanReport(run, session, flows, after);
            if (options.json) {
                report.json();
            } else {
                report.table(counts, Duration.between(began, Instant.now()), failures);
            }
            failures.lines().forEach(session::note);
            return SyncCommand.exitCode(new SyncReport(after, Map.of(), null), failures);
        }
    }

    private RoundFailures rounds(PlanRun run, List<Flow> flows) {
        try (ProgressLine progress = ProgressLine.show(run.begin(), run.systems(), session, "to write")) {
            progress.begin();
            return run.run(flows);
        }
    }
}
