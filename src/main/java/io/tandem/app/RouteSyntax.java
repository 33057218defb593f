package io.tandem.app;

import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.TextFile;
import io.tandem.config.YamlNode;
import io.tandem.flow.RouteFiles;
import io.tandem.record.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Lets Camel read the route files without starting them. Otherwise a fault would only be found half-way into a start.
 */
final class RouteSyntax {

    private RouteSyntax() {}

    /** A fault for each file that Camel can't read. A missing folder is reported elsewhere. */
    static List<Fault> faults(Path home) {
        try (ManyRoutesContext camel = new ManyRoutesContext(() -> false)) {
            camel.build();
            return RouteFiles.in(home).stream()
                    .flatMap(file -> fault(camel, file).stream())
                    .toList();
        } catch (IOException e) {
            return List.of(
                    new Fault(RouteFiles.FOLDER, 0, "can't be read: " + FileTrouble.of(e) + ". Is --home right?"));
        }
    }

    private static Optional<Fault> fault(CamelContext camel, Path file) {
        List<Fault> ours = new ArrayList<>();
        if (YamlNode.read(file, RouteFiles.name(file), ours).isEmpty()) {
            return ours.stream().findFirst();
        }
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(file.toString(), TextFile.read(file)));
            forget(camel);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(Causes.find(e, MarkedYamlEngineException.class)
                    .map(cause -> new Fault(
                            RouteFiles.name(file),
                            cause.getProblemMark()
                                    .map(mark -> mark.getLine() + 1)
                                    .orElse(0),
                            "is no route that Camel knows: " + cause.getProblem()))
                    .orElseGet(() -> new Fault(RouteFiles.name(file), 0, "can't be read by Camel: " + e.getMessage())));
        }
    }

    /** Camel compares each new route with all that it has: with thousands of imported flows that takes minutes. */
    private static void forget(CamelContext camel) throws Exception {
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        model.removeRouteDefinitions(List.copyOf(model.getRouteDefinitions()));
    }
}
