package io.tandem.cli;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.link.Conflicts;
import io.tandem.link.Links;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists conflicts and drift. */
@Command(
        name = "conflicts",
        description =
                "Properties that both sides changed differently (open, resolved), and edits that can't travel (drift).")
final class ConflictsCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW")
    List<String> names;

    /** One conflict, as {@code conflicts --json} shows it. */
    record Row(long id, String flow, String source, String target, String property, String since, String state) {}

    ConflictsCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        Map<String, Flow> flows = chosen(app, names).stream().collect(Collectors.toMap(Flow::id, Function.identity()));
        List<Row> rows = app.engine().jdbi().inTransaction(h -> Conflicts.list(h, flows.keySet()).stream()
                .map(conflict -> row(h, flows.get(conflict.flow()), conflict))
                .toList());
        if (options.json) {
            session.json(rows);
        } else {
            rows.forEach(row -> session.line(row.id() + "  " + row.state() + "  " + row.property() + "  " + row.source()
                    + " <-> " + row.target()
                    + (row.state().equals("open")
                            ? "\n    decide: tandem resolve " + row.id() + " source|target"
                            : "")));
        }
        return rows.stream().anyMatch(row -> row.state().equals("open")) ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    private static Row row(Handle handle, Flow flow, Conflicts.Conflict conflict) {
        Optional<Link> link = Links.find(handle, conflict.linkId());
        return new Row(
                conflict.id(),
                conflict.flow(),
                link.map(l -> flow.source().record(l.sourceId()).toString()).orElse(""),
                link.map(l -> flow.target().record(l.targetId()).toString()).orElse(""),
                conflict.property(),
                conflict.since().toString(),
                conflict.state());
    }
}
