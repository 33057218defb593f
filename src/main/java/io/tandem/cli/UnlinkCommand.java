package io.tandem.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a pair apart by an operator's decision. */
@Command(
        name = "unlink",
        description = "Takes a pair apart. It is not linked again by itself; each of the two may match others.")
final class UnlinkCommand extends DecisionCommand {

    @Parameters(index = "0", paramLabel = "FLOW")
    String flow;

    @Parameters(index = "1", paramLabel = "SOURCE_ID")
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
        return "Unlinked. No record was changed.";
    }
}
