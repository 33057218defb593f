package io.tandem.cli;

import io.tandem.app.OwnSettings;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.console.ConsoleSettings;
import io.tandem.document.imports.DescribedSystems;
import io.tandem.document.imports.Import;
import io.tandem.document.imports.SiteFiles;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.system.call.Network;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What an import has to know of a site. No store, no system and no credentials are needed for that. */
final class ImportSurroundings {

    private ImportSurroundings() {}

    /** @throws ConfigurationFault if a descriptor is faulty: then nobody knows what a system has */
    static Import of(Path home) {
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(key -> java.util.Optional.empty(), faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        List<Flow> flows = new FlowFiles(systems.facts(), new ArrayList<>()).load(home, false);
        Set<String> unreadable = new TreeSet<>(FlowFiles.names(home));
        flows.forEach(flow -> unreadable.remove(flow.id()));
        return new Import(new SiteFiles(home), described(systems), flows, unreadable);
    }

    /** @param systems configured, so that their entities are known */
    static DescribedSystems described(Systems systems) {
        return new DescribedSystems(systems.facts(), systems.names(), systems.stubs(), reserved());
    }

    /** Words with which the application's own settings begin, and the engine's. */
    private static Set<String> reserved() {
        Set<String> words = new TreeSet<>(Set.of("camel", "quartz", "org", "java"));
        Stream.of(OwnSettings.ALL, ConsoleSettings.known(), Network.settings())
                .flatMap(List::stream)
                .map(Setting::key)
                .forEach(key -> words.add(key.replaceFirst("\\..*", "")));
        return words;
    }
}
