package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.operator.CrossReferenceTable;
import io.tandem.record.Count;
import io.tandem.store.CrossReference;
import io.tandem.store.ImportFile;
import io.tandem.store.References;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cross-references between ids of two systems. */
@Command(
        name = "references",
        mixinStandardHelpOptions = true,
        description = "Cross-references between ids of two systems, one to one.",
        subcommands = {ReferencesCommand.Import.class, ReferencesCommand.Show.class, ReferencesCommand.Export.class})
final class ReferencesCommand {

    /** Imports a table: all or nothing. */
    @Command(
            name = "import",
            description = "Imports a table: CSV, UTF-8, header source,target, keys in full.",
            footer = {"", "Example: tandem references import parties.csv"})
    static final class Import extends TableImportCommand {

        @Option(names = "--replace", description = "A contradiction with a stored cross-reference replaces it.")
        boolean replace;

        Import(Session session) {
            super(session);
        }

        @Override
        int take(Application app, ImportFile from, Reader text) throws IOException {
            References references = app.engine().references();
            List<CrossReference> read =
                    new CrossReferenceTable(from.name(), app.entities(), references, replace).read(text);
            return references.importAll(read, from);
        }

        @Override
        String said(int changed) {
            return changed == 0
                    ? "All of them are known; nothing was changed."
                    : Count.of(changed, "cross-reference")
                            + " imported. References that waited for them are tried in the next round.";
        }
    }

    /** One cross-reference, as {@code references list --json} shows it. */
    record Row(String source, String target) {
        static Row of(CrossReference reference) {
            return new Row(reference.source().toString(), reference.target().toString());
        }
    }

    private static List<Row> rows(Application app) {
        return app.engine().references().imported().stream().map(Row::of).toList();
    }

    /** Shows all. */
    @Command(name = "list", description = "All cross-references.")
    static final class Show extends AppCommand {

        Show(Session session) {
            super(session);
        }

        @Override
        int answer(Application app, Session session) {
            List<Row> rows = rows(app);
            if (options.json) {
                session.json(rows);
            } else {
                rows.forEach(row -> session.line(row.source() + "  <->  " + row.target()));
            }
            return ExitCode.DONE;
        }
    }

    /** All, as a table that {@code import} reads. */
    @Command(name = "export", description = "All cross-references as CSV on standard output.")
    static final class Export extends AppCommand {

        Export(Session session) {
            super(session);
        }

        @Override
        int answer(Application app, Session session) {
            List<Row> rows = rows(app);
            if (options.json) {
                session.json(rows);
            } else {
                session.data(CrossReferenceTable.HEADER);
                rows.forEach(row -> session.data(CrossReferenceTable.line(row.source(), row.target())));
            }
            return ExitCode.DONE;
        }
    }
}
