package io.tandem.cli;

import io.tandem.desk.Lists;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists linked pairs. */
@Command(name = "links", description = "Linked pairs of all flows or of some.")
final class LinksCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
    List<String> names;

    LinksCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        List<Lists.LinkRow> rows = new ArrayList<>();
        app.lists().eachLink(chosen(app, names), row -> {
            if (options.json) {
                rows.add(row);
            } else {
                session.line(String.join("  ", row.state(), row.source(), "<->", row.target(), row.flow()));
            }
        });
        if (options.json) {
            session.json(rows);
        }
        return ExitCode.DONE;
    }
}
