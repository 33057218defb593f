package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.flow.Side;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Settles an open conflict. */
@Command(
        name = "resolve",
        description = "Settles an open conflict: the named side's value wins, in the next round.",
        footer = {"", "Example: tandem resolve 7 source"})
final class ResolveCommand extends DecisionCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the conflict, as tandem conflicts lists it.")
    long id;

    @Parameters(index = "1", paramLabel = "source|target", description = "Whose value both sides get.")
    Side winner;

    ResolveCommand(Session session) {
        super(session);
    }

    @Override
    int decide(Application app) {
        decisions(app).resolve(id, winner);
        return 1;
    }

    @Override
    String said(int changed) {
        return "The " + winner.lower() + "'s value wins; it is written in the next round.";
    }
}
