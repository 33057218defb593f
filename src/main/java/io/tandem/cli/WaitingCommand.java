package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.flow.Flow;
import io.tandem.operator.Ambiguities;
import io.tandem.operator.Lists;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists unmatched and ambiguous source records; ambiguous ones side by side with their candidates. */
@Command(
        name = "waiting",
        description = {
            "Source records without a link, each with its page in its own system. First the ambiguous, which several"
                    + " records match: with these candidates, and with rivals, other sources that match the same. Then the"
                    + " unmatched."
        },
        footer = {"", "Example: tandem waiting zendesk-users--powerofficego-contactperson --values"})
final class WaitingCommand extends AppCommand {

    @Mixin
    NamedFlows named;

    @Option(
            names = "--values",
            description = "Also shows the values that we last saw, side by side, marked * where they differ between"
                    + " candidates or between rivals. Only at the shell, never as JSON.")
    boolean values;

    WaitingCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        List<Flow> flows = named.of(app).stream()
                .filter(flow -> app.whyOff(flow).isEmpty())
                .toList();
        if (options.json && values) {
            session.note("values are shown without --json only");
        }
        long ambiguous = options.json ? json(app, session, flows) : lines(app, session, flows);
        return ambiguous > 0 ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    private static long json(Application app, Session session, List<Flow> flows) {
        long[] ambiguous = {0};
        session.<Lists.WaitingRow>jsonRows(
                each -> flows.forEach(flow -> app.lists().eachWaiting(flow, (seen, row) -> {
                    ambiguous[0] += row.candidates().isEmpty() ? 0 : 1;
                    each.accept(row);
                })));
        return ambiguous[0];
    }

    /** What asks for a decision comes first; the others may be many. */
    private long lines(Application app, Session session, List<Flow> flows) {
        long[] ambiguous = {0};
        long[] unmatched = {0};
        Map<String, Ambiguities> byFlow = new HashMap<>();
        for (Flow flow : flows) {
            Ambiguities ambiguities = app.lists().ambiguous(flow);
            byFlow.put(flow.id(), ambiguities);
            WaitingText text = new WaitingText(app, session, flow, values);
            app.lists().eachAmbiguous(flow, ambiguities, (seen, row) -> {
                ambiguous[0]++;
                text.ambiguous(seen, row, ambiguities);
            });
        }
        for (Flow flow : flows) {
            WaitingText text = new WaitingText(app, session, flow, values);
            app.lists().eachUnmatched(flow, byFlow.get(flow.id()), (seen, row) -> {
                unmatched[0]++;
                text.unmatched(seen, row);
            });
        }
        session.line(ambiguous[0] + " ambiguous, " + unmatched[0] + " unmatched");
        return ambiguous[0];
    }
}
