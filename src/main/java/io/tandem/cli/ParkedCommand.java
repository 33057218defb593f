package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.operator.Lists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists records that could not be written. */
@Command(name = "parked", description = "Records that could not be written, why, and when they are tried again.")
final class ParkedCommand extends AppCommand {

    @Mixin
    NamedFlows named;

    ParkedCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        boolean[] some = {false};
        session.<Lists.ParkedRow>rows(
                options.json,
                each -> app.lists().eachParked(named.of(app), row -> {
                    some[0] = true;
                    each.accept(row);
                }),
                row -> show(session, row));
        return some[0] ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    private static void show(Session session, Lists.ParkedRow row) {
        session.line(row.id() + "  " + row.record() + "  " + row.reason());
        session.line("    attempts: " + row.attempts() + ", next try: "
                + (row.next_try() == null ? "when the record changes, or: tandem retry " + row.id() : row.next_try()));
    }
}
