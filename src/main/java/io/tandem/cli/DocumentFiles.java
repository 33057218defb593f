package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.TextFile;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Documents that a command names. */
record DocumentFiles(List<Read> all) {

    /** @param text as it stands in the file */
    public record Read(DataflowDocument document, String text) {}

    /** @throws ConfigurationFault with every file that can't be read */
    static DocumentFiles read(Path folder, List<Path> files) {
        List<Read> read = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : files) {
            try {
                String text = TextFile.read(folder.resolve(file));
                read.add(new Read(DocumentParser.parse(file.getFileName().toString(), text), text));
            } catch (IOException e) {
                faults.add(new Fault(file.toString(), 0, "can't be read: " + FileTrouble.of(e)));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return new DocumentFiles(read);
    }
}
