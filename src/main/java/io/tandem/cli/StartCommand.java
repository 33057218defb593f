package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ClassArchive;
import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.app.RoundFailures;
import io.tandem.app.Routes;
import io.tandem.app.StopSignal;
import io.tandem.app.SyncReport;
import io.tandem.chunk.RunCounts;
import io.tandem.config.ConfigurationFault;
import io.tandem.console.ConsoleSettings;
import io.tandem.console.FirstAdmin;
import io.tandem.remote.CommandServer;
import io.tandem.remote.RunningApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts all flows on their schedules, with the console, until it is stopped. */
@Command(mixinStandardHelpOptions = true)
abstract class StartCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options;

    StartCommand(Session session) {
        this.session = session;
    }

    @SuppressWarnings("try") // the signal is there to be closed
    @Override
    public final Integer call() throws InterruptedException {
        if (session.running().isPresent()) {
            throw new ConfigurationFault("an application runs on this data already");
        }
        Configuration configuration = Configuration.load(options.home()).orThrow();
        if (RunningApplication.find(configuration.data()).isPresent()) {
            throw new ConfigurationFault("an application runs already on the data in " + configuration.data()
                    + ". Stop it first, or start this one in another folder; commands such as tandem sync speak to it");
        }
        CountDownLatch stop = new CountDownLatch(1);
        Application app = Application.open(configuration);
        try (StopSignal signal = new StopSignal(() -> end(app, stop));
                app) {
            Routes routes = app.startRoutes(Optional.of(console(configuration)));
            app.console().orElseThrow().show(app.view());
            CommandServer server = CommandServer.start(
                    configuration.data(), request -> CommandLines.execute(Session.of(request, app)));
            configuration.reload().ifPresent(app.watch()::begin);
            try {
                if (firstRounds(app, stop)) {
                    routes.schedule();
                    ClassArchive.begin();
                }
                stop.await();
            } finally {
                server.close();
            }
        }
        return ExitCode.DONE;
    }

    private ConsoleSettings console(Configuration configuration) {
        ConsoleSettings settings = configuration.console();
        settings.note().ifPresent(session::note);
        return settings.orFirstAdmin(new FirstAdmin(configuration.data()));
    }

    /** The chunk in hand is finished before the process ends, also in the first rounds; nobody waits for another process. */
    private static void end(Application app, CountDownLatch stop) {
        stop.countDown();
        app.end();
    }

    /** @return false if it has to stop */
    private boolean firstRounds(Application app, CountDownLatch stop) {
        session.note(
                app.configuration().sandbox()
                        ? "No system's address is set: all four run in the embedded sandbox, with demo data. Syncing it ..."
                        : "Syncing ...");
        Instant began = Instant.now();
        RunCounts.Run run = app.counts().start();
        RoundFailures failures = SyncCommand.run(app, session, app.flows(), run);
        SyncReport report = SyncReport.of(app, app.flows(), run, failures, Duration.between(began, Instant.now()));
        if (stop.getCount() == 0) {
            session.note("Stopped in its first rounds. What they did is kept; the next start goes on from there.");
            return false;
        }
        Banner.show(app, session, report, failures);
        return true;
    }
}
