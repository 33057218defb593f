package io.tandem.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.config.ConfigurationFault;
import io.tandem.flow.Flow;
import io.tandem.operator.Explanation;
import io.tandem.operator.Lists;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.RecordKey;
import io.tandem.record.Values;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why a record looks as it does. */
@Command(
        name = "explain",
        description = {
            "Why a record looks as it does. Shows its links with the values last agreed on and last seen, and what"
                    + " changed, when, from where, by which rule. Shows values.",
            "With a flow instead of a record: what happened in the flow last, decisions included."
        })
final class ExplainCommand extends AppCommand {

    @Parameters(paramLabel = "KEY", description = "e.g. zendesk/users/35436")
    String key;

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        Explanation explanation = key.contains("/") ? ofRecord(app) : ofFlow(app);
        if (options.json) {
            session.json(explanation.asDocument(key));
        } else {
            explanation.links().forEach(pair -> show(session, pair));
            parked(app).forEach(row -> session.line("parked as " + row.id() + ": " + row.reason()));
            conflicts(app).forEach(session::line);
            waiting(app).forEach(session::line);
            explanation.history().forEach(entry -> show(session, entry));
        }
        return ExitCode.DONE;
    }

    private Explanation ofRecord(Application app) {
        RecordKey record = record();
        if (!app.entities().contains(record.entity())) {
            throw new ConfigurationFault("no descriptor knows " + record.entity() + ". Known: "
                    + app.entities().stream().map(EntityKey::toString).collect(Collectors.joining(", ")));
        }
        record = asItsSystemShowsIt(app, record);
        key = record.toString();
        Explanation found = Explanation.of(app.engine().jdbi(), app.engine().feeds(), app.flows(), record);
        if (!found.known()) {
            throw new ConfigurationFault(
                    record + " was never seen. Check the id, or run a sync first if the record is new.");
        }
        return found;
    }

    private Explanation ofFlow(Application app) {
        return Explanation.of(app.engine().jdbi(), flow(app, key));
    }

    private static RecordKey asItsSystemShowsIt(Application app, RecordKey record) {
        try {
            return app.engine().references().key(record.entity(), record.id());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationFault(e.getMessage());
        }
    }

    private RecordKey record() {
        try {
            return RecordKey.parse(key);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationFault(e.getMessage());
        }
    }

    private List<Lists.ParkedRow> parked(Application app) {
        return key.contains("/") ? app.lists().parked(app.flows(), record()) : List.of();
    }

    private List<String> conflicts(Application app) {
        if (!key.contains("/")) {
            return List.of();
        }
        return app.lists().conflicts(app.flows(), record()).stream()
                .flatMap(row -> row.advice().stream()
                        .map(advice ->
                                "conflict " + row.id() + ": " + row.flow() + ": " + row.property() + ", " + advice))
                .toList();
    }

    private List<String> waiting(Application app) {
        List<String> lines = new java.util.ArrayList<>();
        for (Flow flow : app.flows()) {
            if (key.startsWith(flow.source() + "/") && app.whyOff(flow).isEmpty()) {
                app.lists()
                        .waiting(flow, record())
                        .ifPresent(row -> lines.add(flow.id() + ": no link, " + row.reason()
                                + (row.candidates().isEmpty() ? "" : ": " + String.join(", ", row.candidates()))));
            }
        }
        return lines;
    }

    private static void show(Session session, Explanation.Pair pair) {
        Lists.LinkRow link = pair.link();
        session.line(link.flow() + ": " + link.source() + " <-> "
                + (link.target().isEmpty() ? "?" : link.target()) + ", " + link.state() + " since " + link.since());
        pair.deleted()
                .forEach(deleted -> session.line(
                        "    " + deleted + " was deleted in its system; the link has not been updated yet"));
        for (Explanation.Property property : pair.properties()) {
            session.line("    " + property.row()
                    + (property.from().isEmpty() ? "" : "  (" + String.join(", ", property.from()) + ")"));
            session.line("        now     " + shown(property.source()) + "  |  " + shown(property.target()));
            session.line("        agreed  "
                    + (property.agreedTarget() == null
                            ? "never"
                            : shown(property.agreedSource()) + "  |  " + shown(property.agreedTarget())));
        }
    }

    private static void show(Session session, Entry entry) {
        session.line(entry.at() + "  " + entry.event().word() + "  "
                + Optional.ofNullable(entry.record()).map(RecordKey::toString).orElse(entry.flow())
                + Optional.ofNullable(entry.origin()).map(o -> "  from " + o).orElse("")
                + (entry.who().isEmpty() ? "" : "  by " + entry.who()));
        entry.changes().forEach(change -> session.line("        " + words(entry.event(), change)));
        session.line("        because " + entry.because());
    }

    private static String words(Event event, Change change) {
        if (change.before().isNull() && change.after().isNull()) {
            return change.property();
        }
        return event == Event.CONFLICT
                ? change.property() + ": source " + shown(change.before()) + ", target " + shown(change.after())
                : change.property() + ": " + shown(change.before()) + " -> " + shown(change.after());
    }

    private static String shown(JsonNode value) {
        return value == null || Values.isEmpty(value) ? "(empty)" : ForTerminal.of(Json.text(value));
    }
}
