package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
                String text = new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
                read.add(new Read(DocumentParser.parse(file.getFileName().toString(), text), text));
            } catch (IOException e) {
                faults.add(new Fault(file.toString(), 0, "can't be read. Is it there, and may you read it?"));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return new DocumentFiles(read);
    }
}
