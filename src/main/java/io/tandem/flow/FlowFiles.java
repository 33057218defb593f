package io.tandem.flow;

import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads all flow files of a folder and reports every fault at once. */
public final class FlowFiles {

    private static final String FOLDER = "config/flows";
    private static final String SUFFIX = ".yaml";

    private final Map<EntityKey, EntityFacts> known;
    private final List<Fault> faults;
    private final List<String> notes = new ArrayList<>();

    /** @param known every entity that some descriptor declares */
    public FlowFiles(Map<EntityKey, EntityFacts> known, List<Fault> faults) {
        this.known = known;
        this.faults = faults;
    }

    /**
     * @param home holds {@code config/flows}
     * @param demo whether the sandbox's extra rows, {@code config/sandbox/flows}, are added
     * @return the flows that could be read, in order of their ids
     */
    public List<Flow> load(Path home, boolean demo) {
        Map<String, String> fileOf = new HashMap<>();
        List<Flow> flows = new ArrayList<>();
        for (Path file : files(home.resolve(FOLDER), FOLDER)) {
            String shown = FOLDER + "/" + file.getFileName();
            YamlNode.read(file, shown, faults)
                    .flatMap(node -> new FlowFile(node, known, notes).read(extra(home, demo, file)))
                    .ifPresent(flow -> {
                        String before = fileOf.putIfAbsent(flow.id(), shown);
                        if (before == null) {
                            flows.add(flow);
                        } else {
                            faults.add(new Fault(shown, 1, "flow " + flow.id() + " stands in " + before + " already"));
                        }
                    });
        }
        return flows;
    }

    /** The names of all flow files, also of those that can't be read as flows: what routes and settings may name. */
    public static Set<String> names(Path home) {
        try (Stream<Path> files = Files.list(home.resolve(FOLDER))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            return Set.of(); // load says so, as a fault
        }
    }

    private Optional<YamlNode> extra(Path home, boolean demo, Path flowFile) {
        Path file = home.resolve("config/sandbox/flows")
                .resolve(flowFile.getFileName().toString());
        return demo && Files.exists(file)
                ? YamlNode.read(file, "config/sandbox/flows/" + file.getFileName(), faults)
                : Optional.empty();
    }

    private List<Path> files(Path folder, String shown) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
            if (found.isEmpty()) {
                faults.add(new Fault(shown, 0, "holds no flow file (*.yaml)"));
            }
            return found;
        } catch (IOException e) {
            faults.add(new Fault(shown, 0, "can't be read: " + FileTrouble.of(e) + ". Is --home right?"));
            return List.of();
        }
    }

    /** What is allowed but worth knowing: two-way rows with one side that can't be written. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
