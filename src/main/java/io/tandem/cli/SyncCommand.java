package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.RoundFailures;
import io.tandem.app.SyncReport;
import io.tandem.chunk.RunCounts;
import io.tandem.flow.Flow;
import io.tandem.record.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs rounds until one makes no write, at most five. */
@Command(
        name = "sync",
        description = "Rounds of all flows or of some, until one makes no write; at most five. Then ends.",
        footer = {"", "Example: tandem sync zendesk-tickets--custompms-project"})
public class SyncCommand extends AppCommand {

    @Mixin
    NamedFlows named;

    SyncCommand(Session session) {
        super(session);
    }

    @Override
    boolean runsRoutes() {
        return true;
    }

    @Override
    int answer(Application app, Session session) {
        List<Flow> flows = named.of(app);
        prepare(app, flows);
        Instant began = Instant.now();
        RunCounts.Run run = app.counts().start();
        RoundFailures failures = run(app, session, flows, run);
        SyncReport report = SyncReport.of(app, flows, run, failures, Duration.between(began, Instant.now()));
        if (options.json) {
            session.json(report);
        } else {
            report.flows().forEach(flow -> session.line(flow.inWords(failures)));
            report.calls()
                    .forEach((system, calls) ->
                            session.line("calls to " + system + ": " + Count.of(calls.read(), "read") + ", "
                                    + Count.of(calls.write(), "write")
                                    + (calls.limited() > 0 ? ", " + calls.limited() + " asked to wait" : "")));
            session.line("in " + report.seconds() + " s");
        }
        failures.lines().forEach(session::note);
        failures.unfinished().forEach(flow -> session.note(flow + ": " + RoundFailures.UNFINISHED));
        return exitCode(report, failures);
    }

    /** What a run of this kind needs first. */
    void prepare(Application app, List<Flow> flows) {
        // a plain sync goes by increments
    }

    static RoundFailures run(Application app, Session session, List<Flow> flows, RunCounts.Run run) {
        try (ProgressLine progress = ProgressLine.show(run, app.systems(), session, "written")) {
            progress.begin();
            return app.rounds()
                    .untilQuiet(
                            flows.stream()
                                    .filter(flow -> app.whyOff(flow).isEmpty())
                                    .toList(),
                            run);
        }
    }

    /** @return an {@link ExitCode} */
    public static int exitCode(SyncReport report, RoundFailures failures) {
        return failures.exitCode(report.needsPerson());
    }
}
