package io.tandem.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The shipped file with the routes to the systems, cut down to those of some systems: a test that calls two of them would
 * else start the routes to all of them, which takes longer than many a test.
 */
public final class SystemRoutes {

    /** Below home. */
    public static final String FILE = "routes/systems.camel.yaml";

    private static final String ROUTE = "\n- templatedRoute:\n";

    private SystemRoutes() {}

    /** How systems are called, without a route to any. */
    public static String templates() {
        return parts().get(0) + "\n";
    }

    /** The templates, and these systems' routes, as they are shipped. */
    public static String of(Collection<String> systems) {
        List<String> parts = parts();
        String text = Stream.concat(
                        Stream.of(parts.get(0)), parts.stream().skip(1).filter(route -> systems.stream()
                                .anyMatch(system -> calls(route, system))))
                .collect(Collectors.joining(ROUTE, "", "\n"));
        assertThat(systems).allSatisfy(system -> assertThat(text).contains("routeId: " + system + "\n"));
        return text;
    }

    /** A client of a system may have routes of its own, which have its name after a hyphen. */
    private static boolean calls(String route, String system) {
        return route.matches("(?s).*\\n    routeId: " + system + "(-.*)?\\n.*");
    }

    private static List<String> parts() {
        try {
            return Arrays.asList(Files.readString(Path.of(FILE)).stripTrailing().split(ROUTE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds these systems' routes to a context. */
    public static void load(CamelContext camel, Collection<String> systems) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(FILE, of(systems)));
    }
}
