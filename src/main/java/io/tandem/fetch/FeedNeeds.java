package io.tandem.fetch;

import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import io.tandem.system.PropertyFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What the flows that are on need of each entity: the properties of its snapshots, and its match keys. Immutable. */
public final class FeedNeeds {

    private final Map<EntityKey, Set<String>> properties = new HashMap<>();
    private final Map<EntityKey, List<KeyRule>> keyRules = new HashMap<>();
    private final Map<EntityKey, List<Use>> uses = new HashMap<>();

    /** One side of a flow. */
    record Use(String flow, Side side) {}

    /** @param facts of every entity that the flows name */
    public FeedNeeds(List<Flow> flows, Function<EntityKey, EntityFacts> facts) {
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                EntityKey entity = flow.entity(side);
                uses.computeIfAbsent(entity, e -> new ArrayList<>()).add(new Use(flow.id(), side));
                properties
                        .computeIfAbsent(
                                entity, e -> new TreeSet<>(facts.apply(e).needed()))
                        .addAll(used(flow, side));
                if (flow.matches()) {
                    keyRules.computeIfAbsent(entity, e -> new ArrayList<>())
                            .add(new KeyRule(flow, side, emails(flow, facts)));
                }
            }
        }
    }

    /** The properties that snapshots of this entity hold: only those that some flow uses. */
    public Set<String> properties(EntityKey entity) {
        return properties.getOrDefault(entity, Set.of());
    }

    /** Whether a flow matches, and is on. */
    boolean keepsKeys(Flow flow) {
        return keyRules(flow.source()).stream()
                .anyMatch(rule -> rule.flow().id().equals(flow.id()));
    }

    /** How a flow that matches makes the keys of a side. */
    public KeyRule keyRule(Flow flow, Side side) {
        return keyRules(flow.entity(side)).stream()
                .filter(rule -> rule.side() == side && rule.flow().id().equals(flow.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(flow.id() + " matches nothing, or is off"));
    }

    /** Entities whose records have keys. */
    Set<EntityKey> keyed() {
        return keyRules.keySet();
    }

    List<KeyRule> keyRules(EntityKey entity) {
        return keyRules.getOrDefault(entity, List.of());
    }

    /** The sides of flows on which an entity is. */
    List<Use> uses(EntityKey entity) {
        return uses.getOrDefault(entity, List.of());
    }

    private static Set<String> used(Flow flow, Side side) {
        Set<String> used = new TreeSet<>();
        for (Row row : flow.rows()) {
            if (row.property(side) != null) {
                used.add(row.property(side));
            }
            addAsked(row.when(), side, used);
        }
        flow.match()
                .forEach(pairs -> pairs.forEach(pair -> {
                    used.add(pair.property(side));
                    addAsked(pair.when(), side, used);
                }));
        flow.conditions(side).forEach(condition -> used.add(condition.property()));
        if (side == Side.SOURCE) {
            flow.connectedTo().forEach(connection -> connection.by().ifPresent(used::add));
        }
        return used;
    }

    private static void addAsked(List<SideCondition> conditions, Side side, Set<String> used) {
        conditions.stream()
                .filter(one -> one.side() == side)
                .forEach(one -> used.add(one.condition().property()));
    }

    private static List<List<Boolean>> emails(Flow flow, Function<EntityKey, EntityFacts> facts) {
        return flow.match().stream()
                .map(pairs ->
                        pairs.stream().map(pair -> isEmail(flow, pair, facts)).toList())
                .toList();
    }

    private static boolean isEmail(Flow flow, MatchPair pair, Function<EntityKey, EntityFacts> facts) {
        return Arrays.stream(Side.values()).anyMatch(side -> {
            PropertyFacts property = facts.apply(flow.entity(side)).properties().get(pair.property(side));
            return property != null && property.email();
        });
    }
}
