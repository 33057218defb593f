package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.operator.Lists;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists conflicts and drift. */
@Command(
        name = "conflicts",
        description =
                "Properties that both sides changed differently (open, resolved), and edits that can't travel (drift).")
final class ConflictsCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
    List<String> names;

    ConflictsCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        List<Lists.ConflictRow> rows = app.lists().conflicts(chosen(app, names));
        if (options.json) {
            session.json(rows);
        } else {
            rows.forEach(row -> {
                session.line(row.id() + "  " + row.state() + "  " + row.property() + "  " + row.source() + " <-> "
                        + row.target() + "  " + row.flow() + ", since " + row.since());
                row.advice().ifPresent(advice -> session.line("    " + advice));
            });
        }
        return rows.stream().anyMatch(row -> row.state().equals("open")) ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }
}
