package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.flow.Flow;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The flows that a command is about: those that are named behind it, else all. */
final class NamedFlows {

    @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
    List<String> names;

    List<Flow> of(Application app) {
        return AppCommand.chosen(app, names);
    }

    List<Flow> of(List<Flow> all) {
        return AppCommand.chosen(all, names);
    }
}
