package io.tandem.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Links two records by an operator's decision. */
@Command(name = "link", description = "Links two records that have no link in this flow; they merge in the next round.")
final class LinkCommand extends DecisionCommand {

    @Parameters(index = "0", paramLabel = "FLOW")
    String flow;

    @Parameters(index = "1", paramLabel = "SOURCE_ID")
    String sourceId;

    @Parameters(index = "2", paramLabel = "TARGET_ID")
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
