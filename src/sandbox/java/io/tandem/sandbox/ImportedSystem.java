package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A system that is known from dataflow documents alone, as the general simulator serves it.
 *
 * @param entities by name
 */
public record ImportedSystem(String name, Map<String, Entity> entities) {

    public ImportedSystem {
        entities = Map.copyOf(entities);
    }

    /**
     * @param members the records' own top members; a write of another is refused
     * @param records what is there at the beginning, in the order of their ids
     */
    public record Entity(Set<String> members, List<ObjectNode> records) {
        public Entity {
            members = Set.copyOf(members);
            records = List.copyOf(records);
        }
    }
}
