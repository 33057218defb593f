package io.tandem.flow;

import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code connected_to}: what a source record must be connected with. */
final class ConnectionReader {

    private final Map<EntityKey, EntityFacts> known;
    private final EntityFacts source;
    private final boolean off;

    /** @param off whether the flow is off: such a one may name what no descriptor knows yet, and that is left out */
    ConnectionReader(Map<EntityKey, EntityFacts> known, EntityFacts source, boolean off) {
        this.known = known;
        this.source = source;
        this.off = off;
    }

    List<Connection> read(List<YamlNode> nodes) {
        List<Connection> connections = new ArrayList<>();
        for (YamlNode node : nodes) {
            (node.isMapping() ? byProperty(node) : entity(node.text(), node).map(Connection::new))
                    .ifPresent(connections::add);
        }
        return connections;
    }

    private Optional<Connection> byProperty(YamlNode node) {
        node.only(FlowKeys.CONNECTION);
        Optional<EntityKey> entity = entity("entity", node, node.required("entity"));
        Optional<EntityKey> into = entity("into", node, node.required("into"));
        String by = node.required("by");
        Set<String> properties = source.properties().keySet();
        if (!off && !by.isEmpty() && !properties.contains(by)) {
            node.get("by").ifPresent(place -> place.fault(Entities.unknownProperty(by, source)));
        }
        return entity.isPresent() && into.isPresent() && properties.contains(by)
                ? Optional.of(new Connection(entity.get(), Optional.of(by), into))
                : Optional.empty();
    }

    private Optional<EntityKey> entity(String key, YamlNode node, String text) {
        return text.isEmpty() ? Optional.empty() : entity(text, node.get(key).orElse(node));
    }

    private Optional<EntityKey> entity(String text, YamlNode place) {
        boolean isKnown = known.keySet().stream().anyMatch(key -> key.toString().equals(text));
        return off && !isKnown ? Optional.empty() : Entities.find(text, place, known);
    }
}
