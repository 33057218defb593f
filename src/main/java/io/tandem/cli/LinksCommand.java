package io.tandem.cli;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.link.Links;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists linked pairs. */
@Command(name = "links", description = "Linked pairs of all flows or of some.")
final class LinksCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW")
    List<String> names;

    /** One pair, as {@code links --json} shows it. */
    record Row(String flow, String source, String target, String state, String since) {}

    LinksCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        Map<String, Flow> flows = new LinkedHashMap<>();
        chosen(app, names).forEach(flow -> flows.put(flow.id(), flow));
        List<Row> rows = new ArrayList<>();
        app.engine()
                .jdbi()
                .useTransaction(h -> Links.each(h, flows.keySet(), link -> {
                    Row row = row(flows.get(link.flow()), link);
                    if (options.json) {
                        rows.add(row);
                    } else {
                        session.line(String.join("  ", row.state(), row.source(), "<->", row.target(), row.flow()));
                    }
                }));
        if (options.json) {
            session.json(rows);
        }
        return ExitCode.DONE;
    }

    private static Row row(Flow flow, Link link) {
        return new Row(
                flow.id(),
                flow.source().record(link.sourceId()).toString(),
                link.targetId() == null
                        ? ""
                        : flow.target().record(link.targetId()).toString(),
                link.state().word(),
                link.since().toString());
    }
}
