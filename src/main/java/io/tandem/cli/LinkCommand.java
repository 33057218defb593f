package io.tandem.cli;

import io.tandem.app.Application;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Links two records by an operator's decision. */
@Command(
        name = "link",
        description = "Links two records that have no link in this flow; they merge in the next round.",
        footer = {"", "Example: tandem link zendesk-users--powerofficego-contactperson 35436 77"})
final class LinkCommand extends DecisionCommand {

    @Parameters(index = "0", paramLabel = "FLOW", description = "The flow, as tandem check lists it.")
    String flow;

    @Parameters(
            index = "1",
            paramLabel = "SOURCE_ID",
            description = "Id in the source system, without system and entity.")
    String sourceId;

    @Parameters(
            index = "2",
            paramLabel = "TARGET_ID",
            description = "Id in the target system, without system and entity.")
    String targetId;

    LinkCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        decisions(app).link(flow(app, flow), sourceId, targetId);
        return 1;
    }

    @Override
    String said(int changed) {
        return "Linked. The pair is merged in the next round.";
    }
}
