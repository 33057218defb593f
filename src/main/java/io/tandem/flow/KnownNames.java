package io.tandem.flow;

import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the entities and properties that a configuration names, and says what is known instead. */
final class KnownNames {

    private KnownNames() {}

    /** Without a fault if there is none. Cost: one look-up, as thousands of flows ask. */
    static Optional<EntityKey> exactly(String text, Map<EntityKey, EntityFacts> known) {
        int slash = text.indexOf('/');
        return slash > 0
                        && text.indexOf('/', slash + 1) < 0
                        && !text.substring(slash + 1).isBlank()
                ? Optional.of(EntityKey.parse(text)).filter(known::containsKey)
                : Optional.empty();
    }

    static Optional<EntityKey> find(String text, YamlNode place, Map<EntityKey, EntityFacts> known) {
        Optional<EntityKey> exactly = exactly(text, known);
        if (exactly.isPresent()) {
            return exactly;
        }
        int slash = text.indexOf('/');
        String system = slash < 0 ? text : text.substring(0, slash);
        TreeSet<String> systems =
                known.keySet().stream().map(EntityKey::system).collect(Collectors.toCollection(TreeSet::new));
        if (slash <= 0 || slash == text.length() - 1) {
            place.fault("'" + text + "' is no entity; wanted system/entity, e.g. "
                    + known.keySet().stream()
                            .sorted()
                            .findFirst()
                            .map(Object::toString)
                            .orElse(""));
            return Optional.empty();
        }
        if (!systems.contains(system)) {
            place.fault("unknown system " + system + ". Known: " + String.join(", ", systems));
            return Optional.empty();
        }
        Optional<EntityKey> found = known.keySet().stream()
                .filter(key -> key.toString().equals(text))
                .findFirst();
        if (found.isEmpty()) {
            place.fault("unknown entity " + text + ". Known: "
                    + known.keySet().stream()
                            .filter(key -> key.system().equals(system))
                            .map(EntityKey::toString)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        return found;
    }

    static String unknownProperty(String property, EntityFacts facts) {
        return property + " is not a property of " + facts.key() + ". Known: "
                + String.join(", ", new TreeSet<>(facts.properties().keySet()));
    }
}
