package io.tandem.cli;

import io.tandem.flow.Flow;
import io.tandem.park.Park;
import io.tandem.park.Parked;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists records that could not be written. */
@Command(name = "parked", description = "Records that could not be written, why, and when they are tried again.")
final class ParkedCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW")
    List<String> names;

    /** One parked record, as {@code parked --json} shows it; next_try is null if it waits for a person or a change. */
    record Row(long id, String flow, String record, String reason, int attempts, String next_try) {}

    ParkedCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        Map<String, Flow> flows = chosen(app, names).stream().collect(Collectors.toMap(Flow::id, Function.identity()));
        List<Row> rows = app.engine().jdbi().withHandle(h -> Park.list(h, flows.keySet())).stream()
                .map(parked -> row(flows.get(parked.flow()), parked))
                .toList();
        if (options.json) {
            session.json(rows);
        } else {
            rows.forEach(row -> session.line(row.id() + "  " + row.record() + "  " + row.reason() + "\n    attempts: "
                    + row.attempts() + ", next try: "
                    + (row.next_try() == null
                            ? "when the record changes, or: tandem retry " + row.id()
                            : row.next_try())));
        }
        return rows.isEmpty() ? ExitCode.DONE : ExitCode.NEEDS_PERSON;
    }

    private static Row row(Flow flow, Parked parked) {
        return new Row(
                parked.id(),
                parked.flow(),
                flow.entity(parked.side()).record(parked.recordId()).toString(),
                parked.reason(),
                parked.attempts(),
                parked.nextTry() == null ? null : parked.nextTry().toString());
    }
}
