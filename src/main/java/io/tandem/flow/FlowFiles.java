package io.tandem.flow;

import io.tandem.config.Fault;
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
import java.util.stream.Stream;

/** Reads all flow files of a folder and reports every fault at once. */
public final class FlowFiles {

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
        for (Path file : files(home.resolve("config/flows"), "config/flows")) {
            String shown = "config/flows/" + file.getFileName();
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
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
            if (found.isEmpty()) {
                faults.add(new Fault(shown, 0, "holds no flow file (*.yaml)"));
            }
            return found;
        } catch (IOException e) {
            faults.add(new Fault(shown, 0, "can't be read; is --home right? " + e));
            return List.of();
        }
    }

    /** What is allowed but worth knowing: two-way rows with one side that can't be written. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
