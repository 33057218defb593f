package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.TextFile;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.document.checklist.Checklists;
import io.tandem.document.imports.SwitchedOff;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.system.rest.Systems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The flows of a configuration as its files say them, and the documents that they come from. No store, no system and no
 * credentials are needed for that.
 *
 * @param imported documents as they were last imported, by name without ending
 */
record ConfiguredFlows(List<Flow> flows, Map<String, DataflowDocument> imported, Systems systems) {

    private static final String DOCUMENTS = "config/documents";

    /**
     * @param demo whether the sandbox's extra rows count
     * @throws ConfigurationFault with all that is wrong in descriptors and flow files
     */
    static ConfiguredFlows read(Path home, boolean demo) {
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(key -> Optional.empty(), faults);
        List<Flow> flows = new FlowFiles(systems.facts(), faults).load(home, demo);
        Map<String, DataflowDocument> imported = imported(home, faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return new ConfiguredFlows(flows, imported, systems);
    }

    private static Map<String, DataflowDocument> imported(Path home, List<Fault> faults) {
        Map<String, DataflowDocument> imported = new TreeMap<>();
        if (Files.isDirectory(home.resolve(DOCUMENTS))) {
            try (Stream<Path> files = Files.list(home.resolve(DOCUMENTS))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".rst")).toList()) {
                    read(file, faults).ifPresent(read -> imported.put(read.stem(), read));
                }
            } catch (IOException e) {
                faults.add(new Fault(DOCUMENTS, 0, "can't be read: " + FileTrouble.of(e)));
            }
        }
        return imported;
    }

    private static Optional<DataflowDocument> read(Path file, List<Fault> faults) {
        String name = file.getFileName().toString();
        try {
            return Optional.of(DocumentParser.parse(name, TextFile.read(file)));
        } catch (IOException e) {
            faults.add(new Fault(DOCUMENTS + "/" + name, 0, "can't be read: " + FileTrouble.of(e)));
            return Optional.empty();
        }
    }

    /** What these flows would be as documents. */
    Checklists.Made checklists() {
        return Checklists.of(
                flows,
                imported,
                SwitchedOff.of(List.copyOf(imported.values()), ImportSurroundings.described(systems)),
                systems::title);
    }
}
