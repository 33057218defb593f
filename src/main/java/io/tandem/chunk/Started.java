package io.tandem.chunk;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The creates of a chunk that were stored together before the first of them was sent (rule 10).
 *
 * @param rows where they stand in the store
 * @param links by the id of the record that gets a partner; without ids: none has a row of its own yet
 */
public record Started(List<Long> rows, Map<String, Link> links) {

    private static final Started NONE = new Started(List.of(), Map.of());

    public Started {
        rows = List.copyOf(rows);
        links = Map.copyOf(links);
    }

    public static Started none() {
        return NONE;
    }

    public Started triedAt(Instant now) {
        Map<String, Link> tried = new HashMap<>(links);
        tried.replaceAll((id, link) -> link.attemptedAt(now));
        return new Started(rows, tried);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
