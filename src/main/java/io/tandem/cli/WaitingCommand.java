package io.tandem.cli;

import io.tandem.chunk.Seen;
import io.tandem.flow.Flow;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists unmatched and ambiguous source records. */
@Command(
        name = "waiting",
        description = "Source records without a link: unmatched, or ambiguous because several records match.")
final class WaitingCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW")
    List<String> names;

    @Option(names = "--values", description = "Also shows the values that we last saw. Only at the shell.")
    boolean values;

    /** One record, as {@code waiting --json} shows it. */
    record Row(String flow, String record, String reason, List<String> candidates) {}

    WaitingCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        List<Row> rows = new ArrayList<>();
        boolean ambiguousFound = false;
        for (Flow flow : chosen(app, names)) {
            if (!flow.matches() || app.whyOff(flow).isPresent()) {
                continue;
            }
            Map<String, Set<String>> ambiguous = app.engine().waiting().ambiguous(flow);
            ambiguousFound |= !ambiguous.isEmpty();
            app.engine().waiting().eachUnlinked(flow, (f, seen) -> {
                Set<String> candidates = ambiguous.getOrDefault(seen.id(), Set.of());
                Row row = row(flow, seen, candidates);
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
        return ambiguousFound ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    private static Row row(Flow flow, Seen seen, Set<String> candidates) {
        return new Row(
                flow.id(),
                seen.record().key().toString(),
                candidates.isEmpty() ? "unmatched" : "ambiguous",
                candidates.stream()
                        .map(id -> flow.target().record(id).toString())
                        .toList());
    }

    private void print(Application app, Session session, Flow flow, Seen seen, Row row) {
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
