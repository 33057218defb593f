package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.document.DataflowDocument;
import io.tandem.flow.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the two things that a changelog compares: a document, a folder of documents, or the folder of a configuration.
 *
 * @param documents by name without ending
 * @param flows of a configuration; else empty
 */
record DocumentSource(Map<String, DataflowDocument> documents, List<Flow> flows) {

    /** @throws ConfigurationFault if nothing of the kind is there */
    static DocumentSource read(Path folder, Path named) {
        Path path = folder.resolve(named);
        if (Files.isDirectory(path.resolve("config/flows"))) {
            ConfiguredFlows configured = ConfiguredFlows.read(path, false);
            return new DocumentSource(
                    configured.checklists().checklists().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().document())),
                    configured.flows());
        }
        return new DocumentSource(
                documents(folder, Files.isDirectory(path) ? inFolder(path, named) : List.of(named)), List.of());
    }

    private static Map<String, DataflowDocument> documents(Path folder, List<Path> files) {
        Map<String, DataflowDocument> documents = new TreeMap<>();
        DocumentFiles.read(folder, files)
                .all()
                .forEach(read -> documents.put(read.document().stem(), read.document()));
        return documents;
    }

    private static List<Path> inFolder(Path path, Path named) {
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".rst"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new ConfigurationFault(
                        List.of(new Fault(named.toString(), 0, "holds neither config/flows nor a document (*.rst)")));
            }
            return found;
        } catch (IOException e) {
            throw new ConfigurationFault(
                    List.of(new Fault(named.toString(), 0, "can't be read: " + FileTrouble.of(e))));
        }
    }

    /** The same under another's name, if each is one document: names of files can hold versions. */
    DocumentSource as(DocumentSource other) {
        if (documents.size() != 1 || other.documents.size() != 1 || !flows.isEmpty()) {
            return this;
        }
        DataflowDocument named = other.documents.values().iterator().next();
        DataflowDocument own = documents.values().iterator().next();
        return new DocumentSource(Map.of(named.stem(), own.called(named.name())), flows);
    }
}
