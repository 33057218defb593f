package io.tandem.document.imports;

import io.tandem.config.YamlScalar;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The descriptor of a system of which nothing is known but what documents name. It speaks the general API of the sandbox,
 * and says itself what is to be filled in.
 */
final class Stub {

    private static final TextTemplate SYSTEM = TextTemplate.of("system.yaml");
    private static final TextTemplate ENTITY = TextTemplate.of("entity.yaml");

    private final String system;
    private final String title;
    private final SortedMap<String, SortedSet<String>> entities = new TreeMap<>();

    /** @param title the system's name for people */
    Stub(String system, String title) {
        this.system = system;
        this.title = title.isBlank() ? system : title.strip();
    }

    void entity(String entity) {
        entities.computeIfAbsent(entity, e -> new TreeSet<>());
    }

    void property(String entity, String property) {
        entities.computeIfAbsent(entity, e -> new TreeSet<>()).add(property);
    }

    SortedMap<String, SortedSet<String>> entities() {
        return entities;
    }

    /** The whole file. */
    String file() {
        String head = SYSTEM.filled(Map.of(
                "system", system,
                "title", title.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " "),
                "quoted-title", YamlScalar.of(title)));
        return head + entities.keySet().stream().map(this::entityText).collect(Collectors.joining());
    }

    /** One entity, as it stands under entities. */
    String entityText(String entity) {
        String properties = entities.get(entity).isEmpty()
                ? "    properties: {}"
                : "    properties:\n" + propertyLines(entities.get(entity));
        return ENTITY.filled(Map.of("entity", entity, "properties", properties));
    }

    private static String propertyLines(Collection<String> properties) {
        return properties.stream()
                .map(property -> "      " + YamlScalar.of(property) + ": " + access(property, properties, Set.of())
                        + (property.startsWith(FlowDrafts.CONNECTED)
                                ? "   # stands for the property that holds the id of its "
                                        + property.substring(FlowDrafts.CONNECTED.length())
                                : ""))
                .collect(Collectors.joining("\n"));
    }

    /**
     * How a property is declared.
     *
     * @param all properties of the entity: one whose path leads into another's value needs another path
     * @param declared those that the descriptor has already, with paths of their own
     */
    static String access(String property, Collection<String> all, Collection<String> declared) {
        if (property.equalsIgnoreCase("id")) {
            return "{path: id, access: read_only}";
        }
        boolean inside = declared.stream().anyMatch(other -> property.startsWith(other + "."));
        boolean around = all.stream().anyMatch(other -> other.startsWith(property + "."));
        String path = inside ? alias(property) : path(property) + (around ? "._self" : "");
        return path.equals(property) ? "writable" : "{path: " + YamlScalar.of(path) + "}";
    }

    /** A path that the general API takes: no empty part, nothing that the API itself keeps, no brackets. */
    private static String path(String property) {
        boolean fits = !property.startsWith("_")
                && !property.toLowerCase(Locale.ROOT).startsWith("id.")
                && !property.startsWith(".")
                && !property.endsWith(".")
                && !property.contains("..")
                && !property.matches(".*[\\[\\]{}|].*");
        return fits ? property : alias(property);
    }

    /** The number keeps apart two properties that have no other difference left. */
    private static String alias(String property) {
        return "x_" + property.replaceAll("[.\\[\\]{}|]", "_") + "_" + Integer.toHexString(property.hashCode());
    }
}
