package io.tandem.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One entity's records of a system that is known from documents alone. */
final class ImportedCollection {

    static final String REFERENCE = "_external_ref";

    /** What a create with an idempotency key made, and when. */
    record Made(String id, Instant at) {}

    final Set<String> members = new HashSet<>();
    final Table table;
    final Map<String, String> byReference = new HashMap<>();
    final Map<String, Made> byKey = new HashMap<>();
    long lastId;

    ImportedCollection(String name) {
        this.table = new Table(name);
    }

    /** Rebuilds what is derived of the records. */
    void loaded() {
        for (String id : table.ids()) {
            lastId = Math.max(lastId, Long.parseLong(id));
            String reference =
                    table.get(id).orElseThrow().json().path(REFERENCE).asText("");
            if (!reference.isEmpty()) {
                byReference.put(reference, id);
            }
        }
    }
}
