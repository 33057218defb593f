package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * What the links of all flows say together: a record, its partners, their partners and so on are one thing. So a pair, a
 * chain or a ring of flows creates each thing once in each entity (rule 10).
 */
public final class Chains {

    /** A chain that is longer holds wrong links: there are fewer entities than that. */
    private static final int MOST_STEPS = 50;

    private final UnaryOperator<EntityKey> idSpace;

    /** By id space: a site can have thousands of flows, of which few begin or end at one entity. */
    private final Map<EntityKey, List<FlowEnd>> ends = new HashMap<>();

    /** @param idSpace the id space of an entity, usually itself */
    public Chains(List<Flow> flows, UnaryOperator<EntityKey> idSpace) {
        this.idSpace = idSpace;
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                ends.computeIfAbsent(idSpace.apply(flow.entity(side)), space -> new ArrayList<>())
                        .add(new FlowEnd(flow, side, idSpace.apply(flow.entity(side.other()))));
            }
        }
    }

    /** @param otherSpace the id space at the flow's other end */
    private record FlowEnd(Flow flow, Side side, EntityKey otherSpace) {

        EntityKey otherEntity() {
            return flow.entity(side.other());
        }
    }

    private List<FlowEnd> endsIn(EntityKey space) {
        return ends.getOrDefault(space, List.of());
    }

    /**
     * What a record's chain holds in one entity.
     *
     * @param records ids of the entity's records in it
     * @param beingMade when a create of such a record was last tried whose answer isn't stored; {@link Instant#EPOCH} if there is none
     * @param endless whether the chain was too long to be followed
     */
    public record Holds(Set<String> records, Instant beingMade, boolean endless) {

        public static final Holds NOTHING = new Holds(Set.of(), Instant.EPOCH, false);

        public boolean nothing() {
            return records.isEmpty() && beingMade.equals(Instant.EPOCH) && !endless;
        }
    }

    private record Node(EntityKey space, String id) {}

    /** Whether links of other flows also lead from one of the flow's entities to the other. Elsewhere no chain has to be followed. */
    public boolean closes(Flow flow) {
        return around(flow.source(), flow).contains(idSpace.apply(flow.target()));
    }

    /** Whether creates of other flows, and its own on the other side, are looked at before one of this flow is started. */
    public boolean meetsOthers(Flow flow) {
        return flow.createBoth() || closes(flow);
    }

    /** The entities, by id space, to which flows lead from one, a flow aside. */
    private Set<EntityKey> around(EntityKey entity, Flow aside) {
        Set<EntityKey> reached = new HashSet<>();
        Deque<EntityKey> next = new ArrayDeque<>(List.of(idSpace.apply(entity)));
        while (!next.isEmpty()) {
            EntityKey space = next.remove();
            if (reached.add(space)) {
                endsIn(space).stream()
                        .filter(end -> !end.flow().id().equals(aside.id()))
                        .forEach(end -> next.add(end.otherSpace()));
            }
        }
        return reached;
    }

    /** The name of the one lock under which flows that could close a circle with this one look and create. */
    public String lock(Flow flow) {
        Set<EntityKey> reached = new TreeSet<>(around(flow.source(), flow));
        reached.addAll(around(flow.target(), flow));
        return "creates around " + reached.iterator().next();
    }

    /**
     * What the chains of these records hold in the flow's other entity. Cost: for each step of a chain one query for each
     * side of a flow, with all records at once.
     */
    public Map<String, Holds> of(Handle handle, Flow flow, Side from, Collection<String> ids) {
        EntityKey wanted = flow.entity(from.other());
        Map<String, Holds> found = new HashMap<>();
        Map<Node, Set<String>> frontier = new HashMap<>();
        Map<String, Set<Node>> seen = new HashMap<>();
        for (String id : ids) {
            Node start = new Node(idSpace.apply(flow.entity(from)), id);
            frontier.put(start, Set.of(id));
            seen.put(id, new HashSet<>(Set.of(start)));
        }
        for (int step = 0; !frontier.isEmpty(); step++) {
            if (step == MOST_STEPS) {
                frontier.values()
                        .forEach(starts -> starts.forEach(
                                start -> found.merge(start, new Holds(Set.of(), Instant.EPOCH, true), Chains::both)));
                return found;
            }
            Side own = step == 0 ? from : null;
            frontier = next(handle, flow, own, wanted, frontier, seen, found);
        }
        return found;
    }

    /** @param own the side on which the flow's own links are those of the records that are asked for; null after the first step */
    private Map<Node, Set<String>> next(
            Handle handle,
            Flow asking,
            Side own,
            EntityKey wanted,
            Map<Node, Set<String>> frontier,
            Map<String, Set<Node>> seen,
            Map<String, Holds> found) {
        Map<Node, Set<String>> next = new HashMap<>();
        Map<EntityKey, List<String>> bySpace = new LinkedHashMap<>();
        frontier.keySet().forEach(node -> bySpace.computeIfAbsent(node.space(), space -> new ArrayList<>())
                .add(node.id()));
        bySpace.forEach((space, ids) -> endsIn(space).stream()
                .filter(end -> end.side() != own || !end.flow().id().equals(asking.id()))
                .forEach(end -> Links.holding(handle, end.flow().id(), end.side(), ids)
                        .values()
                        .forEach(link -> {
                            Set<String> starts = frontier.get(new Node(space, link.recordId(end.side())));
                            if (end.otherEntity().equals(wanted)) {
                                starts.forEach(start -> found.merge(
                                        start, holds(link, end.side().other()), Chains::both));
                            }
                            if (link.complete()) {
                                Node node = new Node(
                                        end.otherSpace(),
                                        link.recordId(end.side().other()));
                                starts.stream()
                                        .filter(start -> seen.get(start).add(node))
                                        .forEach(start -> next.computeIfAbsent(node, n -> new HashSet<>())
                                                .add(start));
                            }
                        })));
        return next;
    }

    private static Holds holds(Link link, Side side) {
        return link.complete()
                ? new Holds(Set.of(link.recordId(side)), Instant.EPOCH, false)
                : new Holds(Set.of(), link.attempted(), false);
    }

    private static Holds both(Holds one, Holds other) {
        Set<String> records = new LinkedHashSet<>(one.records());
        records.addAll(other.records());
        Instant beingMade = one.beingMade().isAfter(other.beingMade()) ? one.beingMade() : other.beingMade();
        return new Holds(records, beingMade, one.endless() || other.endless());
    }

    /** Creates into an entity that were started by any flow and whose answer isn't stored, parked ones too; by their flow. */
    public Map<Flow, List<Link>> beingMade(Handle handle, EntityKey entity) {
        Map<Flow, List<Link>> found = new HashMap<>();
        for (FlowEnd end : endsIn(idSpace.apply(entity))) {
            Flow flow = end.flow();
            if (flow.entity(end.side()).equals(entity)
                    && flow.creates(end.side().other())) {
                List<Link> links = CreatingLinks.into(handle, flow.id(), end.side());
                if (!links.isEmpty()) {
                    found.computeIfAbsent(flow, f -> new ArrayList<>()).addAll(links);
                }
            }
        }
        return found;
    }
}
