package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.record.Count;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets paused flows go on. */
@Command(name = "resume", description = "Lets paused flows go on where they stopped.")
final class ResumeCommand extends DecisionCommand {

    @Parameters(arity = "1..*", paramLabel = "FLOW", description = "Flows as tandem check lists them.")
    List<String> names;

    ResumeCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        return chosen(app, names).stream()
                .mapToInt(flow -> decisions(app).pause(flow, false))
                .sum();
    }

    @Override
    String said(int changed) {
        return Count.of(changed, "flow") + " resumed.";
    }
}
