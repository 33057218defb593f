package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.FileTrouble;
import io.tandem.store.ImportFile;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** Imports a table from a file: all or nothing. */
abstract class TableImportCommand extends DecisionCommand {

    @Parameters(paramLabel = "FILE.csv", description = "The table.")
    Path file;

    private final Session session;

    TableImportCommand(Session session) {
        super(session);
        this.session = session;
    }

    /** @return how much is new */
    abstract int take(Application app, ImportFile from, Reader text) throws IOException;

    @Override
    final int decide(Application app) {
        Path found = session.folder().resolve(file);
        try (Reader text = new InputStreamReader(Files.newInputStream(found), StandardCharsets.UTF_8)) {
            return take(app, app.importFile(file.toString(), session.who()), text);
        } catch (NoSuchFileException e) {
            throw new ConfigurationFault("there is no file " + found);
        } catch (AccessDeniedException e) {
            throw new ConfigurationFault(
                    found + " may not be read by " + System.getProperty("user.name") + ", whom Tandem runs as");
        } catch (IOException e) {
            throw new ConfigurationFault(found + " can't be read: " + FileTrouble.of(e));
        }
    }
}
