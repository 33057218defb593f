package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.Home;
import io.tandem.app.RoundFailures;
import io.tandem.app.SyncReport;
import io.tandem.console.FirstAdmin;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a start says in plain words: what was done, where to look, what to try. */
final class Banner {

    /** Where a build of a checkout puts the launcher. */
    private static final String MADE = "target/tandem/bin/tandem";

    private Banner() {}

    static void show(Application app, Session session, SyncReport report, RoundFailures failures) {
        session.line("");
        session.line("Tandem runs. Its first rounds took " + report.seconds() + " s:");
        report.flows().forEach(flow -> session.line("  " + flow.inWords(failures)));
        failures.lines().forEach(line -> session.line("  " + line));
        session.line("");
        app.console().ifPresent(console -> session.line("Console:  " + console.url()));
        Path password = new FirstAdmin(app.configuration().data()).file();
        if (app.console().isPresent() && Files.exists(password) && !app.hasUsers()) {
            session.line("          sign in as " + FirstAdmin.NAME + ", password in " + password);
        }
        if (app.configuration().sandbox()) {
            app.configuration().sandboxSettings().entrySet().stream()
                    .filter(e -> e.getKey().endsWith("url"))
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(e -> session.line("Sandbox:  " + e.getKey() + " = " + e.getValue()));
        }
        session.line("");
        String launcher = Home.launcher().map(Path::toString).orElse(MADE);
        session.line("Try next, in another terminal in this folder"
                + (launcher.equals(MADE) ? " (made by: mvn -q -DskipTests package):" : ":"));
        session.line("  " + launcher + " waiting    source records without a partner, and ambiguous ones");
        session.line("  " + launcher + " conflicts  what both sides changed differently");
        session.line("  " + launcher + " sync       a round now");
        if (app.configuration().sandbox()) {
            session.line("  README.md   a tour with curl: edit a record on one side, see it on the other");
        }
        session.line("Stop with Ctrl-C.");
    }
}
