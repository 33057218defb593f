package io.tandem.app;

import io.tandem.config.Fault;
import io.tandem.flow.RouteFile;
import io.tandem.flow.RouteFiles;
import io.tandem.record.Causes;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** A fault for each file that is YAML and that Camel can't read. */
    static List<Fault> faults(RouteFiles files) {
        try (ManyRoutesContext camel = new ManyRoutesContext(() -> false)) {
            camel.build();
            return files.readable().stream()
                    .flatMap(file -> fault(camel, file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Camel can't be closed", e);
        }
    }

    private static Optional<Fault> fault(CamelContext camel, RouteFile file) {
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file.name(), file.text()));
            forget(camel);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(Causes.find(e, MarkedYamlEngineException.class)
                    .map(cause -> new Fault(
                            file.name(),
                            cause.getProblemMark()
                                    .map(mark -> mark.getLine() + 1)
                                    .orElse(0),
                            "is no route that Camel knows: " + cause.getProblem()))
                    .orElseGet(() -> new Fault(file.name(), 0, "can't be read by Camel: " + e.getMessage())));
        }
    }

    /** Camel compares each new route with all that it has: with thousands of imported flows that takes minutes. */
    private static void forget(CamelContext camel) throws Exception {
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        model.removeRouteDefinitions(List.copyOf(model.getRouteDefinitions()));
    }
}
