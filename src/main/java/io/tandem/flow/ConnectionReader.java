package io.tandem.flow;

import io.tandem.config.Key;
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
        Optional<EntityKey> entity = entity(FlowKeys.CONNECTION_ENTITY, node);
        Optional<EntityKey> into = entity(FlowKeys.CONNECTION_INTO, node);
        String by = FlowKeys.CONNECTION_BY.of(node);
        Set<String> properties = source.properties().keySet();
        if (!off && !by.isEmpty() && !properties.contains(by)) {
            FlowKeys.CONNECTION_BY.fault(node, KnownNames.unknownProperty(by, source));
        }
        return entity.isPresent() && into.isPresent() && properties.contains(by)
                ? Optional.of(new Connection(entity.get(), Optional.of(by), into))
                : Optional.empty();
    }

    private Optional<EntityKey> entity(Key<String> key, YamlNode node) {
        String text = key.of(node);
        return text.isEmpty() ? Optional.empty() : entity(text, key.at(node).orElse(node));
    }

    private Optional<EntityKey> entity(String text, YamlNode place) {
        return off ? KnownNames.exactly(text, known) : KnownNames.find(text, place, known);
    }
}
