package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.operator.Lists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists conflicts and drift. */
@Command(
        name = "conflicts",
        description =
                "Properties that both sides changed differently (open, resolved), and edits that can't travel (drift).")
final class ConflictsCommand extends AppCommand {

    @Mixin
    NamedFlows named;

    ConflictsCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        boolean[] open = {false};
        session.<Lists.ConflictRow>rows(
                options.json,
                each -> app.lists().eachConflict(named.of(app), row -> {
                    open[0] |= row.state().equals("open");
                    each.accept(row);
                }),
                row -> show(session, row));
        return open[0] ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    private static void show(Session session, Lists.ConflictRow row) {
        session.line(row.id() + "  " + row.state() + "  " + row.property() + "  " + row.source() + " <-> "
                + row.target() + "  " + row.flow() + ", since " + row.since());
        row.advice().ifPresent(advice -> session.line("    " + advice));
    }
}
