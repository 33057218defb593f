package io.tandem.document.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.document.DataflowDocument;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.record.EntityKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nine shipped flows are what an import of their documents makes, with what the site decided about some rows. */
class ShippedDocumentsTest {

    @TempDir
    Path home;

    private ImportSite site;
    private DataflowDocument[] documents;

    @BeforeEach
    void make() throws IOException {
        site = new ImportSite(home);
        copy("config/systems");
        List<DataflowDocument> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("config/documents"))) {
            for (Path file : files.sorted().toList()) {
                read.add(Documents.read(file.getFileName().toString(), Files.readString(file)));
            }
        }
        documents = read.toArray(DataflowDocument[]::new);
    }

    private void copy(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : files.toList()) {
                Files.createDirectories(home.resolve(folder));
                Files.copy(file, home.resolve(folder).resolve(file.getFileName()));
            }
        }
    }

    /** What a document decides of a flow. */
    private record Facts(
            EntityKey source,
            EntityKey target,
            LinkPolicy link,
            List<List<MatchPair>> match,
            List<String> rows,
            List<Documented.Section> sections,
            List<List<Documented.Line>> lines) {

        static Map<String, Facts> of(Map<String, Flow> flows) {
            Map<String, Facts> facts = new TreeMap<>();
            flows.forEach((id, flow) -> facts.put(
                    id,
                    new Facts(
                            flow.source(),
                            flow.target(),
                            flow.link(),
                            flow.match(),
                            flow.rows().stream()
                                    .map(row -> row.id() + " : " + row.type())
                                    .toList(),
                            flow.documented().sections(),
                            flow.documented().properties().stream()
                                    .map(Documented.Property::lines)
                                    .toList())));
            return facts;
        }
    }

    @Test
    void makeTheShippedFlows() throws IOException {
        site.take(documents);
        Map<String, Facts> made = Facts.of(site.flows());
        List<String> routes = new ArrayList<>();
        for (String id : made.keySet()) {
            assertThat(site.text("routes/" + id + ".camel.yaml")).contains("id: " + id + "--back");
            routes.add(id);
        }
        try (Stream<Path> files = Files.list(home.resolve("config/flows"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        copy("config/flows");
        assertThat(made).isEqualTo(Facts.of(site.flows()));
        assertThat(routes).hasSize(9);
    }

    @Test
    void changeNothingInTheShippedFiles() throws IOException {
        for (String folder : List.of("config/flows", "config/documents")) {
            copy(folder);
        }
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(f -> f.toString().contains("--")).toList()) {
                Files.copy(file, home.resolve(file));
            }
        }
        assertThat(site.plan(true, false, documents).changes()).isEmpty();
    }
}
