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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists linked pairs; takes them out and in. */
@Command(
        name = "links",
        description = "Linked pairs of all flows or of some.",
        subcommands = {LinksCommand.Export.class, LinksCommand.Import.class})
final class LinksCommand extends AppCommand {

    @Mixin
    NamedFlows named;

    LinksCommand(Session session) {
        super(session);
    }

    @Override
    int answer(Application app, Session session) {
        show(
                app,
                session,
                named.of(app),
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

        @Mixin
        NamedFlows named;

        Export(Session session) {
            super(session);
        }

        @Override
        int answer(Application app, Session session) {
            List<Flow> flows = named.of(app);
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

    /** Imports links that were made elsewhere. */
    @Command(
            name = "import",
            description = {
                "Imports links made elsewhere, all or nothing: CSV, UTF-8, header " + LinkTable.HEADER
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
                    ? "New here: " + Count.of(changed, "link") + "; nothing was imported."
                    : Count.of(changed, "link") + " imported. Their properties merge in the next round.";
        }

        @Override
        Map<String, Object> asJson(int changed) {
            return dryRun ? Map.of("changed", 0, "new", changed) : super.asJson(changed);
        }
    }
}
