package io.tandem.cli;

import io.tandem.app.Application;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes the link between two records, by an operator's decision. */
@Command(
        name = "unlink",
        description =
                "Removes the link between two records. They are not linked again by themselves; each may match others.",
        footer = {"", "Example: tandem unlink zendesk-users--powerofficego-contactperson 35436"})
final class UnlinkCommand extends DecisionCommand {

    @Parameters(index = "0", paramLabel = "FLOW", description = "The flow, as tandem check lists it.")
    String flow;

    @Parameters(
            index = "1",
            paramLabel = "SOURCE_ID",
            description = "Id in the source system, without system and entity.")
    String sourceId;

    UnlinkCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        decisions(app).unlink(flow(app, flow), sourceId);
        return 1;
    }

    @Override
    String said(int changed) {
        return "Unlinked. No record was changed. The two are not linked again by themselves; each may match others.";
    }
}
