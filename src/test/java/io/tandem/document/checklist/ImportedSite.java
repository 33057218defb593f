package io.tandem.document.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.document.DataflowDocument;
import io.tandem.document.imports.DescribedSystems;
import io.tandem.document.imports.Import;
import io.tandem.document.imports.SiteFiles;
import io.tandem.document.imports.SwitchedOff;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.system.rest.Systems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A site that has nothing but documents, imported into a folder of its own. */
final class ImportedSite {

    private ImportedSite() {}

    /** What the site's flows would write in the documents' place, by name without ending. */
    static Map<String, Checklist> of(List<DataflowDocument> documents) {
        try {
            Path home = Files.createTempDirectory("imported");
            try {
                Files.createDirectories(home.resolve("config/systems"));
                Files.createDirectories(home.resolve("config/flows"));
                Files.createDirectories(home.resolve("routes"));
                Files.copy(Path.of("routes/systems.camel.yaml"), home.resolve("routes/systems.camel.yaml"));
                return in(home, documents);
            } finally {
                try (Stream<Path> files = Files.walk(home)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Checklist> in(Path home, List<DataflowDocument> documents) {
        SiteFiles files = new SiteFiles(home);
        DescribedSystems nothing = new DescribedSystems(Map.of(), Set.of(), Set.of(), Set.of());
        files.write(new Import(files, nothing, List.of(), Set.of())
                .plan(documents, false, false)
                .changes());
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(key -> Optional.empty(), faults);
        List<Flow> flows = new FlowFiles(systems.facts(), faults).load(home, false);
        boolean hasFlows =
                documents.stream().anyMatch(document -> !document.sections().isEmpty());
        assertThat(hasFlows ? faults : List.of()).isEmpty();
        return Checklists.of(
                        flows,
                        documents.stream().collect(Collectors.toMap(DataflowDocument::stem, document -> document)),
                        SwitchedOff.of(
                                documents,
                                new DescribedSystems(systems.facts(), systems.names(), systems.stubs(), Set.of())),
                        systems::title)
                .checklists();
    }
}
