package io.tandem.app;

import io.tandem.operator.CrossReferenceTable;
import io.tandem.store.ImportFile;
import io.tandem.store.References;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The demo's organizations and parties belong together; a store that has cross-references keeps its own. */
public final class DemoReferences {

    private DemoReferences() {}

    public static void importInto(References references, Configuration configuration, Clock clock) {
        Path table = configuration.home().folder().resolve("config/sandbox/references.csv");
        if (!Files.exists(table) || !references.imported().isEmpty()) {
            return;
        }
        try (Reader text = Files.newBufferedReader(table)) {
            references.importAll(
                    new CrossReferenceTable(
                                    table.toString(),
                                    configuration.systems().facts().keySet(),
                                    references,
                                    false)
                            .read(text),
                    new ImportFile(table.toString(), "", clock.instant()));
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's cross-references can't be read", e);
        }
    }
}
