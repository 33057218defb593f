package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.link.CrossReference;
import io.tandem.link.CrossReferenceTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cross-references between ids of two systems. */
@Command(
        name = "references",
        mixinStandardHelpOptions = true,
        description = "Cross-references between ids of two systems, one to one.",
        subcommands = {ReferencesCommand.Import.class, ReferencesCommand.Show.class, ReferencesCommand.Export.class})
final class ReferencesCommand {

    /** Takes a table in: everything or nothing. */
    @Command(name = "import", description = "Takes in a table: CSV, UTF-8, header source,target, keys in full.")
    static final class Import extends DecisionCommand {

        @Parameters(
                paramLabel = "FILE.csv",
                description = "Header source,target; two keys a line: zendesk/organizations/7,powerofficego/party/12")
        Path file;

        @Option(names = "--replace", description = "A contradiction with a stored cross-reference replaces it.")
        boolean replace;

        private final Session session;

        Import(Session session) {
            super(session);
            this.session = session;
        }

        @Override
        int decide(Application app) {
            Path there = session.folder().resolve(file);
            try (var text = Files.newBufferedReader(there, StandardCharsets.UTF_8)) {
                List<CrossReference> read = new CrossReferenceTable(
                                file.toString(), app.entities(), app.engine().references(), replace)
                        .read(text);
                app.engine().references().importAll(read);
                return read.size();
            } catch (IOException e) {
                throw new ConfigurationFault(file + " can't be read: " + e);
            }
        }

        @Override
        String said(int changed) {
            return changed + " cross-references taken in. References that waited for them are tried in the next round.";
        }
    }

    /** One cross-reference, as {@code references list --json} shows it. */
    record Row(String source, String target) {
        static Row of(CrossReference reference) {
            return new Row(reference.source().toString(), reference.target().toString());
        }
    }

    /** Shows all. */
    @Command(name = "list", description = "All cross-references.")
    static final class Show extends AppCommand {

        Show(Session session) {
            super(session);
        }

        @Override
        int answer(Application app, Session session) {
            List<Row> rows =
                    app.engine().references().imported().stream().map(Row::of).toList();
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
            List<Row> rows =
                    app.engine().references().imported().stream().map(Row::of).toList();
            if (options.json) {
                session.json(rows);
            } else {
                session.line(CrossReferenceTable.HEADER);
                rows.forEach(row -> session.line(CrossReferenceTable.line(row.source(), row.target())));
            }
            return ExitCode.DONE;
        }
    }
}
