package io.tandem.flow;

import io.tandem.config.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The route templates of all route files, and whether the routes that are made of them give what they ask for. */
final class RouteTemplates {

    private final Map<String, YamlNode> templates = new TreeMap<>();

    void add(YamlNode document) {
        for (YamlNode entry : document.items()) {
            entry.get("routeTemplate").ifPresent(template -> {
                String id = template.required("id");
                YamlNode before = templates.putIfAbsent(id, template);
                if (before != null) {
                    template.fault(
                            "template " + id + " stands in " + before.file() + ", line " + before.line() + " already");
                }
            });
        }
    }

    /** The names of all parameters: they are placeholders in a template, and in the error handling of its routes. */
    Set<String> parameters() {
        Set<String> names = new TreeSet<>();
        templates.values().forEach(template -> names.addAll(parameters(template).keySet()));
        return names;
    }

    /**
     * The route that comes of a template, with its placeholders as they are; a template can hold a route, or its parts.
     *
     * @param made a {@code templatedRoute}; adds its faults
     * @return empty if its template is unknown
     */
    Optional<YamlNode> routeOf(YamlNode made) {
        String name = made.required("routeTemplateRef");
        YamlNode template = templates.get(name);
        if (template == null) {
            made.fault("there is no template " + name + ". Known: " + String.join(", ", templates.keySet()));
            return Optional.empty();
        }
        Map<String, YamlNode> declared = parameters(template);
        Map<String, YamlNode> given = parameters(made);
        given.forEach((parameter, node) -> {
            if (!declared.containsKey(parameter)) {
                node.fault("template " + name + " has no parameter " + parameter + ". Known: "
                        + String.join(", ", declared.keySet()));
            }
        });
        List<String> missing = declared.entrySet().stream()
                .filter(parameter -> isRequired(parameter.getValue()) && !given.containsKey(parameter.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            made.fault("template " + name + " needs the parameter " + String.join(", ", missing));
        }
        return Optional.of(template.get("route").orElse(template));
    }

    private static boolean isRequired(YamlNode parameter) {
        return parameter.bool("required", true)
                && parameter.text("defaultValue").isEmpty();
    }

    private static Map<String, YamlNode> parameters(YamlNode around) {
        Map<String, YamlNode> named = new TreeMap<>();
        around.list("parameters").forEach(parameter -> named.put(parameter.required("name"), parameter));
        return named;
    }
}
