package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.flow.Flow;
import io.tandem.operator.LinkTable;
import io.tandem.operator.Lists;
import io.tandem.record.Count;
import io.tandem.store.ImportFile;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists linked pairs; takes them out and in. */
@Command(
        name = "links",
        description = "Linked pairs of all flows or of some.",
        subcommands = {LinksCommand.Export.class, LinksCommand.Import.class})
final class LinksCommand extends AppCommand {

    @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
    List<String> names;

    LinksCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        show(
                app,
                session,
                chosen(app, names),
                options.json,
                row -> session.line(String.join("  ", row.state(), row.source(), "<->", row.target(), row.flow())));
        return ExitCode.DONE;
    }

    /** Row by row: a store may hold millions. */
    private static void show(
            Application app, Session session, List<Flow> flows, boolean json, Consumer<Lists.LinkRow> otherwise) {
        session.rows(json, each -> app.lists().eachLink(flows, each), otherwise);
    }

    /** All, as a table that {@code import} reads. */
    @Command(name = "export", description = "All links as CSV on standard output, unlinked pairs included.")
    static final class Export extends AppCommand {

        @Parameters(arity = "0..*", paramLabel = "FLOW", description = "Flows as tandem check lists them; default all.")
        List<String> names;

        Export(Session session) {
            super(session);
        }

        @Override
        int answer(Application app, Session session) {
            List<Flow> flows = chosen(app, names);
            if (!options.json) {
                session.data(LinkTable.HEADER);
            }
            show(
                    app,
                    session,
                    flows,
                    options.json,
                    row -> session.data(LinkTable.line(row.flow(), row.source(), row.target(), row.state())));
            return ExitCode.DONE;
        }
    }

    /** Takes in links that were made elsewhere. */
    @Command(
            name = "import",
            description = {
                "Takes in links made elsewhere, all or none: CSV, UTF-8, header " + LinkTable.HEADER
                        + ", keys in full. flow and state may be left out.",
                "The records need not have been fetched yet; their properties merge in the next round."
            },
            footer = {"", "Example: tandem links import links.csv --dry-run"})
    static final class Import extends TableImportCommand {

        @Option(names = "--dry-run", description = "Only checks the file against the store.")
        boolean dryRun;

        Import(Session session) {
            super(session);
        }

        @Override
        int take(Application app, ImportFile from, Reader text) throws IOException {
            return app.linkImport().run(from, app.flows(), text, dryRun);
        }

        @Override
        String said(int changed) {
            return dryRun
                    ? "New here: " + Count.of(changed, "link") + "; nothing was taken in."
                    : Count.of(changed, "link") + " taken in. Their properties merge in the next round.";
        }

        @Override
        Map<String, Object> asJson(int changed) {
            return dryRun ? Map.of("changed", 0, "new", changed) : super.asJson(changed);
        }
    }
}
