package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ClassArchive;
import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.app.StopSignal;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.flow.Flow;
import io.tandem.remote.RunningApplication;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A command that needs the application. It runs in the running one if there is one on the same data, else opens its own
 * and closes it again. Where files were changed and the running one refused them, the command runs by the files in use.
 */
@Command(mixinStandardHelpOptions = true)
public abstract class AppCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options;

    AppCommand(Session session) {
        this.session = session;
    }

    /** @return an {@link ExitCode} */
    abstract int answer(Application app, Session session);

    /** Whether the command calls systems, and so needs the routes. */
    boolean runsRoutes() {
        return false;
    }

    @Override
    public final Integer call() {
        if (session.running().isPresent()) {
            refuseOtherSettings(session.running().get());
            return answer(session.running().get());
        }
        Configuration configuration =
                runsRoutes() ? Configuration.load(options.home()) : Configuration.loadWithoutRoutes(options.home());
        Optional<RunningApplication> running = RunningApplication.find(configuration.data());
        if (running.isEmpty()
                || configuration.faults().stream()
                        .anyMatch(fault -> fault.file().isEmpty())) {
            configuration.orThrow();
        }
        return running.isPresent() ? running.get().execute(session.request()) : alone(configuration);
    }

    /** What runs has its settings already: another value would be silently without effect. */
    private void refuseOtherSettings(Application running) {
        List<Fault> faults = options.set.entrySet().stream()
                .filter(set ->
                        !running.configuration().settings().get(set.getKey()).equals(Optional.of(set.getValue())))
                .map(set -> new Fault(
                        "",
                        0,
                        "--set " + set.getKey() + ": an application runs on this data, with its own settings."
                                + " Set it there and start that again, or leave it out"))
                .toList();
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
    }

    @SuppressWarnings("try") // the signal is there to be closed
    private int alone(Configuration configuration) {
        if (configuration.sandbox() && !options.sandbox) {
            session.note(
                    "No system's address is set: this is the embedded sandbox, with demo data, on a store of its own.");
        }
        Application app = Application.open(configuration);
        try (StopSignal signal = new StopSignal(app::end);
                app) {
            if (runsRoutes()) {
                app.startRoutes();
            }
            return answer(app);
        } finally {
            if (runsRoutes()) {
                ClassArchive.beginUnlessTriedLately();
            }
        }
    }

    private int answer(Application app) {
        Session whole = session.buffered();
        try {
            return answer(app, whole);
        } finally {
            whole.out().flush();
        }
    }

    /** The flows that were named, or all; those that are off included. */
    static List<Flow> chosen(Application app, List<String> names) {
        return chosen(app.flows(), names);
    }

    static List<Flow> chosen(List<Flow> all, List<String> names) {
        return names == null || names.isEmpty()
                ? all
                : names.stream().map(name -> flow(all, name)).distinct().toList();
    }

    /** @throws ConfigurationFault that lists the known flows, if there is none of this name */
    public static Flow flow(Application app, String name) {
        return flow(app.flows(), name);
    }

    private static Flow flow(List<Flow> all, String name) {
        return all.stream()
                .filter(flow -> flow.id().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationFault("unknown flow " + name + ". Known: " + String.join(", ", ids(all))));
    }

    static List<String> ids(List<Flow> flows) {
        return flows.stream().map(Flow::id).toList();
    }
}
