package io.tandem.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Seen;
import io.tandem.desk.Lists;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists unmatched and ambiguous source records; ambiguous ones side by side with their candidates. */
@Command(
        name = "waiting",
        description = "Source records without a link: unmatched, or ambiguous because several records match.",
        footer = {"", "Example: tandem waiting zendesk-users--powerofficego-contactperson --values"})
final class WaitingCommand extends AppCommand {

    /** Of candidates and of rivals; a key that thousands share is no decision between thousands. */
    private static final int MOST = 12;

    @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
    List<String> names;

    @Option(
            names = "--values",
            description = "Also shows the values that we last saw, side by side. Only at the shell, never as JSON.")
    boolean values;

    WaitingCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        List<Flow> flows = chosen(app, names).stream()
                .filter(flow -> app.whyOff(flow).isEmpty())
                .toList();
        boolean[] ambiguousFound = {false};
        if (options.json) {
            if (values) {
                session.note("values are shown without --json only");
            }
            session.<Lists.WaitingRow>jsonRows(
                    each -> flows.forEach(flow -> app.lists().eachWaiting(flow, (seen, row) -> {
                        ambiguousFound[0] |= !row.candidates().isEmpty();
                        each.accept(row);
                    })));
        } else {
            flows.forEach(flow -> {
                Map<String, Set<String>> rivals =
                        bySecond(app.engine().waiting().ambiguous(flow));
                app.lists().eachWaiting(flow, (seen, row) -> {
                    ambiguousFound[0] |= !row.candidates().isEmpty();
                    show(app, session, flow, seen, row, rivals);
                });
            });
        }
        return ambiguousFound[0] ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    /** Targets with the sources that match them. */
    private static Map<String, Set<String>> bySecond(Map<String, Set<String>> ambiguous) {
        Map<String, Set<String>> turned = new LinkedHashMap<>();
        ambiguous.forEach((source, targets) -> targets.forEach(target ->
                turned.computeIfAbsent(target, t -> new LinkedHashSet<>()).add(source)));
        return turned;
    }

    private void show(
            Application app,
            Session session,
            Flow flow,
            Seen seen,
            Lists.WaitingRow row,
            Map<String, Set<String>> sourcesOf) {
        session.line(String.join("  ", row.reason(), row.record(), row.flow()));
        line(app, session, "record", flow.source(), seen.id());
        List<String> candidates = row.candidates().stream()
                .map(key -> key.substring(flow.target().toString().length() + 1))
                .toList();
        Set<String> rivals = new LinkedHashSet<>();
        candidates.forEach(id -> rivals.addAll(sourcesOf.getOrDefault(id, Set.of())));
        rivals.remove(seen.id());
        lines(app, session, "candidate", flow.target(), candidates);
        lines(app, session, "rival", flow.source(), rivals);
        if (values) {
            SideBySide.fitted(compared(app, flow, seen, first(candidates), first(rivals)))
                    .forEach(line -> session.line("    " + line));
        }
        if (!candidates.isEmpty()) {
            session.line("    decide: tandem link " + flow.id() + " " + seen.id() + " "
                    + (candidates.size() == 1 ? candidates.get(0) : "TARGET_ID"));
        }
    }

    private static void lines(Application app, Session session, String what, EntityKey entity, Collection<String> ids) {
        first(ids).forEach(id -> line(app, session, what, entity, id));
        if (ids.size() > MOST) {
            session.line("    and " + (ids.size() - MOST) + " more");
        }
    }

    private static List<String> first(Collection<String> ids) {
        return ids.stream().limit(MOST).toList();
    }

    private static void line(Application app, Session session, String what, EntityKey entity, String id) {
        session.line("    %-9s  %s  %s"
                .formatted(
                        what, entity.record(id), app.systems().page(entity, id).orElse(""))
                .stripTrailing());
    }

    /** A line for each pair of properties that match or follow each other; the record first, candidates, rivals. */
    private static List<SideBySide.Line> compared(
            Application app, Flow flow, Seen seen, List<String> candidates, List<String> rivals) {
        Map<String, Seen> targets = app.engine().feeds().snapshots(flow.target(), candidates);
        Map<String, Seen> sources = app.engine().feeds().snapshots(flow.source(), rivals);
        List<SideBySide.Line> lines = new ArrayList<>();
        lines.add(new SideBySide.Line(
                "",
                Stream.of(List.of(seen.id()), candidates, rivals)
                        .flatMap(List::stream)
                        .toList()));
        pairs(flow).forEach((source, target) -> {
            List<String> cells = new ArrayList<>(List.of(text(seen, source)));
            candidates.forEach(id -> cells.add(text(targets.get(id), target)));
            rivals.forEach(id -> cells.add(text(sources.get(id), source)));
            lines.add(new SideBySide.Line(source.equals(target) ? source : source + " / " + target, cells));
        });
        return lines;
    }

    private static Map<String, String> pairs(Flow flow) {
        Map<String, String> pairs = new LinkedHashMap<>();
        flow.match()
                .forEach(all ->
                        all.forEach(pair -> pairs.putIfAbsent(pair.property(Side.SOURCE), pair.property(Side.TARGET))));
        flow.rows().stream()
                .filter(row -> row.source() != null && row.target() != null)
                .forEach(row -> pairs.putIfAbsent(row.source(), row.target()));
        return pairs;
    }

    private static String text(Seen seen, String property) {
        if (seen == null) {
            return "?";
        }
        JsonNode value = seen.record().values().get(property);
        return Values.isEmpty(value) ? "" : Values.text(value);
    }
}
