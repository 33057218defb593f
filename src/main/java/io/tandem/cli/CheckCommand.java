package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that is wrong with the configuration, at once. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Everything that is wrong with the configuration, at once; calls nothing without --connect.")
final class CheckCommand implements Callable<Integer> {

    /**
     * The document of {@code --json}.
     *
     * @param faults systems that failed at the sign-in; faults of the configuration come in the same place
     * @param notes what is allowed but worth knowing
     */
    private record Answer(List<Fault> faults, List<String> notes) {}

    private final Session session;

    @Mixin
    Options options;

    @Option(
            names = "--connect",
            description =
                    "Also signs in to each system that is on, and compares a page of each list, and a record, with the"
                            + " descriptor: what no row shows is noted.")
    boolean connect;

    CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = Configuration.load(options.home());
        List<Fault> faults = new ArrayList<>(configuration.faults());
        faults.addAll(console(configuration));
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        configuration.probeStore();
        List<String> notes = new ArrayList<>(configuration.notes());
        List<Fault> failures = connect ? tried(configuration, notes) : List.of();
        if (options.json) {
            session.json(new Answer(failures, notes));
        } else {
            say(configuration, notes, failures.isEmpty());
        }
        failures.forEach(failure -> session.note(failure.message()));
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.SYSTEM_FAILED;
    }

    /** An entity that isn't switched on is no failure. */
    private static List<String> firstLooks(Application app, String system) {
        FeedNeeds needs = new FeedNeeds(
                app.configuration().flowsOn(), key -> app.systems().facts().get(key));
        List<String> notes = new ArrayList<>();
        for (EntityKey entity : app.entities()) {
            if (entity.system().equals(system) && !needs.properties(entity).isEmpty()) {
                try {
                    notes.addAll(app.systems().firstLook(entity, needs.properties(entity)));
                } catch (SystemException.EntityMissing missing) {
                    notes.add(missing.getMessage());
                }
            }
        }
        return notes;
    }

    private List<Fault> console(Configuration configuration) {
        try {
            configuration.console().note().ifPresent(session::note);
            return List.of();
        } catch (ConfigurationFault fault) {
            return fault.faults();
        }
    }

    private void say(Configuration configuration, List<String> notes, boolean connected) {
        for (Flow flow : configuration.flows()) {
            session.line(flow.id() + ": "
                    + configuration.whyOff(flow).map(why -> "off, " + why).orElse("on"));
        }
        notes.stream()
                .filter(note -> configuration.flows().stream()
                        .filter(flow -> configuration.whyOff(flow).isPresent())
                        .noneMatch(off -> note.startsWith(off.id() + ": ")))
                .forEach(note -> session.line("note: " + note));
        if (configuration.flowsOn().isEmpty()) {
            session.line(
                    "note: no flow is on, so nothing would be synced: a flow needs the addresses of both its systems");
        }
        if (connected) {
            session.line("The configuration is fine.");
        }
    }

    /** @param notes takes what does not fit what the systems answer */
    private List<Fault> tried(Configuration configuration, List<String> notes) {
        List<Fault> failures = new ArrayList<>();
        try (Application app = Application.open(configuration)) {
            app.connect();
            for (String system : configuration.systems().names()) {
                if (configuration.systems().whyOff(system).isEmpty()) {
                    try {
                        configuration.systems().signIn(system);
                        notes.addAll(firstLooks(app, system));
                    } catch (SystemException e) {
                        failures.add(new Fault("", 0, e.getMessage()));
                    }
                }
            }
        }
        return failures;
    }
}
