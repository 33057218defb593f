package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.config.ConfigurationFault;
import io.tandem.record.Count;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries parked records again. */
@Command(
        name = "retry",
        description = "Tries parked records again in the next round.",
        footer = {"", "Example: tandem retry 93"})
final class RetryCommand extends DecisionCommand {

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids of parked records, as tandem parked lists them.")
    List<Long> ids = List.of();

    @Option(names = "--all", description = "All that are parked.")
    boolean all;

    RetryCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        if (all == !ids.isEmpty()) {
            throw new ConfigurationFault("name the parked records to try again, or --all of them");
        }
        return all ? decisions(app).retryAll(ids(app.flows())) : decisions(app).retry(ids);
    }

    @Override
    String said(int changed) {
        return Count.are(changed, "parked record") + " tried again in the next round.";
    }
}
