package io.tandem.cli;

import io.tandem.chunk.Seen;
import io.tandem.desk.Lists;
import io.tandem.flow.Flow;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists unmatched and ambiguous source records. */
@Command(
        name = "waiting",
        description = "Source records without a link: unmatched, or ambiguous because several records match.",
        footer = {"", "Example: tandem waiting zendesk-users--powerofficego-contactperson --values"})
final class WaitingCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
    List<String> names;

    @Option(names = "--values", description = "Also shows the values that we last saw. Only at the shell.")
    boolean values;

    WaitingCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        List<Lists.WaitingRow> rows = new ArrayList<>();
        boolean[] ambiguousFound = {false};
        for (Flow flow : chosen(app, names)) {
            if (app.whyOff(flow).isPresent()) {
                continue;
            }
            app.lists().eachWaiting(flow, (seen, row) -> {
                ambiguousFound[0] |= !row.candidates().isEmpty();
                if (options.json) {
                    rows.add(row);
                } else {
                    print(app, session, flow, seen, row);
                }
            });
        }
        if (options.json) {
            session.json(rows);
        }
        return ambiguousFound[0] ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    private void print(Application app, Session session, Flow flow, Seen seen, Lists.WaitingRow row) {
        session.line(String.join("  ", row.reason(), row.record(), row.flow()));
        if (values) {
            session.line("    " + seen.record().values().toJson());
        }
        for (String candidate : row.candidates()) {
            session.line("    " + candidate);
            if (values) {
                EntityKey target = flow.target();
                String id = candidate.substring(target.toString().length() + 1);
                app.engine()
                        .feeds()
                        .snapshots(target, List.of(id))
                        .values()
                        .forEach(s ->
                                session.line("        " + s.record().values().toJson()));
            }
        }
        if (!row.candidates().isEmpty()) {
            session.line("    decide: tandem link " + flow.id() + " " + seen.id() + " TARGET_ID");
        }
    }
}
