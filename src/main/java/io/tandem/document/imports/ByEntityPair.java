package io.tandem.document.imports;

import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Things by the two entities that they are about, whichever comes first. */
final class ByEntityPair<T> {

    private final Map<String, List<T>> byPair = new HashMap<>();

    private static String key(EntityKey one, EntityKey other) {
        return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
    }

    void add(EntityKey one, EntityKey other, T thing) {
        byPair.computeIfAbsent(key(one, other), k -> new ArrayList<>()).add(thing);
    }

    /** In the order in which they were added. */
    List<T> of(EntityKey one, EntityKey other) {
        return byPair.getOrDefault(key(one, other), List.of());
    }
}
