package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.record.Count;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops flows until they are resumed. */
@Command(
        name = "pause",
        description = "Stops flows until they are resumed; nothing is lost.",
        footer = {"", "Example: tandem pause zendesk-tickets--custompms-project"})
final class PauseCommand extends DecisionCommand {

    @Parameters(arity = "1..*", paramLabel = "FLOW", description = "Flows as tandem check lists them.")
    List<String> names;

    PauseCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        return chosen(app, names).stream()
                .mapToInt(flow -> decisions(app).pause(flow, true))
                .sum();
    }

    @Override
    String said(int changed) {
        return Count.of(changed, "flow") + " paused. Go on: tandem resume " + String.join(" ", names);
    }
}
