package io.tandem.document.imports;

import io.tandem.config.Fault;
import io.tandem.document.DataflowDocument;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.system.rest.Systems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A site's home folder, into which documents are imported. */
final class ImportSite {

    static final Set<String> RESERVED = Set.of("store", "schedule");

    private final Path home;
    final List<String> notes = new ArrayList<>();

    ImportSite(Path home) {
        this.home = home;
        try {
            for (String folder : List.of("config/flows", "config/systems", "routes")) {
                Files.createDirectories(home.resolve(folder));
            }
            Files.copy(Path.of("routes/systems.camel.yaml"), home.resolve("routes/systems.camel.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Systems systems(List<Fault> faults) {
        Systems systems = Systems.load(home, faults);
        systems.configure(key -> Optional.empty(), faults);
        return systems;
    }

    Set<String> systems() {
        List<Fault> faults = new ArrayList<>();
        Set<String> names = systems(faults).names();
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.toString());
        }
        return names;
    }

    DescribedSystems described() {
        Systems systems = systems(new ArrayList<>());
        return new DescribedSystems(systems.facts(), systems.names(), systems.stubs(), RESERVED);
    }

    Import.Plan plan(boolean change, boolean force, DataflowDocument... documents) {
        Set<String> unreadable = new TreeSet<>(FlowFiles.names(home));
        List<Flow> flows = new FlowFiles(systems(new ArrayList<>()).facts(), new ArrayList<>()).load(home, false);
        flows.forEach(flow -> unreadable.remove(flow.id()));
        return new Import(new SiteFiles(home), described(), flows, unreadable).plan(List.of(documents), change, force);
    }

    /** Imports with leave to change files. */
    Import.Plan take(DataflowDocument... documents) {
        return write(plan(true, false, documents));
    }

    Import.Plan write(Import.Plan plan) {
        new SiteFiles(home).write(plan.changes());
        return plan;
    }

    /** The flows by their ids, read as the application reads them; a fault is a failure. */
    Map<String, Flow> flows() {
        List<Fault> faults = new ArrayList<>();
        FlowFiles files = new FlowFiles(systems(faults).facts(), faults);
        Map<String, Flow> flows = new TreeMap<>();
        files.load(home, false).forEach(flow -> flows.put(flow.id(), flow));
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.toString());
        }
        notes.clear();
        notes.addAll(files.notes());
        return flows;
    }

    Flow flow(String id) {
        return flows().get(id);
    }

    String text(String path) {
        return new SiteFiles(home).text(path).orElse("");
    }

    String file(String flow) {
        return text("config/flows/" + flow + ".yaml");
    }

    /** What a person does at the site. */
    void edit(String flow, UnaryOperator<String> change) {
        Path file = home.resolve("config/flows/" + flow + ".yaml");
        try {
            String before = Files.readString(file);
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new AssertionError("the edit changes nothing of\n" + before);
            }
            Files.writeString(file, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
