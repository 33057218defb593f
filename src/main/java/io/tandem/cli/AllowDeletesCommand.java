package io.tandem.cli;

import io.tandem.app.Application;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a flow go on that the guard stopped. */
@Command(
        name = "allow-deletes",
        description = "Lets a flow that the guard holds go on with the deletes that are pending now.",
        footer = {"", "Example: tandem allow-deletes zendesk-tickets--custompms-project"})
final class AllowDeletesCommand extends DecisionCommand {

    @Parameters(paramLabel = "FLOW", description = "The flow, as tandem check lists it.")
    String name;

    AllowDeletesCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        return decisions(app).allowDeletes(flow(app, name));
    }

    @Override
    String said(int changed) {
        return "Allowed. The deletes are applied in the next round.";
    }
}
