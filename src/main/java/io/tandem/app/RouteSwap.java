package io.tandem.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Replaces routes of a running context, file by file: only where a file, or a placeholder that it names, changed. If
 * error handling, templates or beans changed, on which others depend, all routes are replaced. To be used while no
 * exchange is under way.
 */
final class RouteSwap {

    private final CamelContext camel;
    private final Model model;

    RouteSwap(CamelContext camel) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /**
     * Replaces one set of route files by another, each by its path below home.
     *
     * @throws Exception as Camel threw it; some of the changed routes may be missing until the rollback has run
     */
    void replace(Map<String, String> from, Map<String, String> to, Map<String, String> placeholders) throws Exception {
        Set<String> changed = changed(from, to, placeholders);
        boolean leanedOn = leanedOn(changed, from, to);
        if (leanedOn) {
            changed.addAll(from.keySet());
            changed.addAll(to.keySet());
        }
        placeholders.forEach(camel.getPropertiesComponent()::addInitialProperty);
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            String file = route.getResource() == null ? "" : path(route.getResource());
            boolean gone = file.endsWith(".camel.yaml") && !to.containsKey(file);
            if (changed.contains(file) || gone || leanedOn && Boolean.TRUE.equals(route.isTemplate())) {
                model.removeRouteDefinition(route);
            }
        }
        if (leanedOn) {
            model.removeRouteTemplateDefinitions("*");
            for (RouteConfigurationDefinition shared : List.copyOf(model.getRouteConfigurationDefinitions())) {
                model.removeRouteConfiguration(shared);
            }
        }
        List<Resource> files = changed.stream()
                .filter(to::containsKey)
                .map(file -> ResourceHelper.fromString("file:" + file, to.get(file)))
                .toList();
        if (leanedOn) {
            // an update makes no routes of templates
            PluginHelper.getRoutesLoader(camel).loadRoutes(files);
        } else {
            PluginHelper.getRoutesLoader(camel).updateRoutes(files);
        }
    }

    private Set<String> changed(Map<String, String> from, Map<String, String> to, Map<String, String> placeholders) {
        Set<String> renewed = placeholders.entrySet().stream()
                .filter(placeholder -> !placeholder.getValue().equals(known(placeholder.getKey())))
                .map(placeholder -> "{{" + placeholder.getKey())
                .flatMap(name -> Stream.of(name + "}}", name + ":"))
                .collect(Collectors.toSet());
        Set<String> all = new TreeSet<>(from.keySet());
        all.addAll(to.keySet());
        return all.stream()
                .filter(file -> !from.getOrDefault(file, "").equals(to.get(file))
                        || renewed.stream().anyMatch(to.getOrDefault(file, "")::contains))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean leanedOn(Set<String> changed, Map<String, String> from, Map<String, String> to) {
        return changed.stream()
                .anyMatch(file ->
                        !holdsOnlyRoutes(from.getOrDefault(file, "")) || !holdsOnlyRoutes(to.getOrDefault(file, "")));
    }

    private String known(String key) {
        return camel.getPropertiesComponent().resolveProperty(key).orElse("");
    }

    /** In the form that people and Kaoto write: an entry of the list in a line of its own, at its beginning. */
    static boolean holdsOnlyRoutes(String file) {
        return file.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" ") && !line.startsWith("#"))
                .allMatch(line -> line.matches("- route:\\s*|---"));
    }

    private static String path(Resource resource) {
        return "routes/" + resource.getLocation().replaceFirst(".*[/\\\\]", "");
    }
}
