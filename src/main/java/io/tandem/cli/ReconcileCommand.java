package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.flow.Flow;
import java.util.List;
import picocli.CommandLine.Command;

/** Full passes over both sides first, then rounds until one makes no write. */
@Command(
        name = "reconcile",
        description =
                "The full comparison of both sides: finds what increments missed and what vanished. Answers like sync.",
        footer = {"", "Example: tandem reconcile zendesk-tickets--custompms-project"})
final class ReconcileCommand extends SyncCommand {

    ReconcileCommand(Session session) {
        super(session);
    }

    @Override
    void prepare(Application app, List<Flow> flows) {
        app.engine()
                .feeds()
                .wantPass(Flow.entities(flows.stream()
                        .filter(flow -> app.whyOff(flow).isEmpty())
                        .toList()));
    }
}
