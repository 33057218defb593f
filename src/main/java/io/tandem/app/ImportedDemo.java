package io.tandem.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import io.tandem.sandbox.ImportedSystem;
import io.tandem.system.rest.Systems;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the sandbox serves of systems that are known from documents alone: each property that the descriptor has, and a few
 * records. Properties that rows or match pairs bring together hold the same values, so that some records match; the last
 * record of a target has no counterpart.
 */
final class ImportedDemo {

    private static final int SOURCES = 5;
    private static final int MATCHING_TARGETS = 3;
    private static final int LONELY = 7;

    private record Slot(EntityKey entity, String property) {}

    private final Systems systems;
    private final Set<Slot> references = new HashSet<>();
    private final Map<Slot, Slot> same = new HashMap<>();
    private final Map<Slot, ValueType> types = new HashMap<>();
    private final Map<Slot, List<JsonNode>> wanted = new HashMap<>();
    private final Map<EntityKey, TreeSet<Integer>> numbers = new TreeMap<>();

    private ImportedDemo(Systems systems) {
        this.systems = systems;
    }

    /** @param names of systems whose descriptors are stubs */
    static List<ImportedSystem> of(Systems systems, List<Flow> flows, Collection<String> names) {
        ImportedDemo demo = new ImportedDemo(systems);
        flows.forEach(demo::look);
        return names.stream().map(demo::system).toList();
    }

    private void look(Flow flow) {
        rows(flow)
                .filter(row -> row.source() != null && row.reference() == null)
                .forEach(row -> {
                    Slot source = new Slot(flow.source(), row.source());
                    Slot target = new Slot(flow.target(), row.target());
                    join(source, target);
                    if (row.type() != ValueType.NONE) {
                        types.putIfAbsent(root(source), row.type());
                    }
                    row.when().forEach(condition -> want(flow, condition));
                });
        pairs(flow).forEach(pair -> {
            join(new Slot(flow.source(), pair.source()), new Slot(flow.target(), pair.target()));
            pair.when().forEach(condition -> want(flow, condition));
        });
        references(flow);
        numbers(flow.source(), Stream.iterate(1, i -> i + 1).limit(SOURCES));
        boolean matches = flow.link() == LinkPolicy.MATCHED
                || flow.link() == LinkPolicy.MATCHED_OR_CREATE
                || pairs(flow).findAny().isPresent();
        numbers(
                flow.target(),
                matches
                        ? Stream.concat(Stream.iterate(1, i -> i + 1).limit(MATCHING_TARGETS), Stream.of(LONELY))
                        : Stream.empty());
        flow.connectedTo()
                .forEach(connection -> numbers(
                        connection.entity(), Stream.iterate(1, i -> i + 1).limit(SOURCES)));
    }

    private void references(Flow flow) {
        flow.rows().stream().filter(row -> row.reference() != null).forEach(row -> Stream.of(Side.values())
                .forEach(side -> references.add(new Slot(flow.entity(side), row.property(side)))));
        flow.connectedTo()
                .forEach(connection ->
                        connection.by().ifPresent(property -> references.add(new Slot(flow.source(), property))));
    }

    private static Stream<Row> rows(Flow flow) {
        return Stream.concat(
                        flow.rows().stream(),
                        flow.documented().properties().stream().map(property -> property.row()))
                .distinct();
    }

    private static Stream<MatchPair> pairs(Flow flow) {
        return Stream.concat(
                flow.match().stream().flatMap(List::stream),
                flow.documented().matches().stream().flatMap(match -> match.pairs().stream()));
    }

    private void want(Flow flow, SideCondition condition) {
        Slot slot =
                new Slot(flow.entity(condition.side()), condition.condition().property());
        wanted.computeIfAbsent(slot, s -> new ArrayList<>())
                .addAll(condition.condition().anyOf());
    }

    private void numbers(EntityKey entity, Stream<Integer> more) {
        TreeSet<Integer> all = numbers.computeIfAbsent(entity, e -> new TreeSet<>());
        more.forEach(all::add);
    }

    private Slot root(Slot slot) {
        Slot root = slot;
        for (Slot next = same.get(root); next != null; next = same.get(root)) {
            root = next;
        }
        if (!root.equals(slot)) {
            same.put(slot, root); // else thousands of flows make a way of thousands of steps
        }
        return root;
    }

    private void join(Slot one, Slot other) {
        Slot root = root(one);
        Slot joined = root(other);
        if (!root.equals(joined)) {
            ValueType type = types.get(joined);
            if (type != null) {
                types.putIfAbsent(root, type);
            }
            same.put(joined, root);
        }
    }

    private ImportedSystem system(String name) {
        Map<String, ImportedSystem.Entity> entities = new LinkedHashMap<>();
        systems.facts().keySet().stream()
                .filter(entity -> entity.system().equals(name))
                .forEach(entity -> entities.put(entity.entity(), entity(entity)));
        return new ImportedSystem(name, entities);
    }

    private ImportedSystem.Entity entity(EntityKey entity) {
        Map<String, String> paths = systems.paths(entity);
        Set<String> members = paths.values().stream()
                .map(path -> path.replaceFirst("[.\\[].*", ""))
                .filter(member -> !member.equals("id"))
                .collect(Collectors.toSet());
        List<ObjectNode> records = new ArrayList<>();
        numbers.getOrDefault(entity, new TreeSet<>()).forEach(number -> {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            paths.forEach((property, path) -> {
                if (!path.equals("id")) {
                    put(record, path, value(entity, property, number));
                }
            });
            records.add(record);
        });
        return new ImportedSystem.Entity(members, records);
    }

    private JsonNode value(EntityKey entity, String property, int number) {
        Slot slot = new Slot(entity, property);
        List<JsonNode> choices = wanted.getOrDefault(slot, List.of());
        if (!choices.isEmpty()) {
            return choices.get(number % choices.size());
        }
        if (references.contains(slot)) {
            return IntNode.valueOf(number);
        }
        Slot root = root(slot);
        return example(types.getOrDefault(root, ValueType.NONE), root.property(), number);
    }

    private static JsonNode example(ValueType type, String property, int number) {
        return switch (type) {
            case INTEGER -> IntNode.valueOf(100 + number);
            case FLOAT, DECIMAL -> DecimalNode.valueOf(BigDecimal.valueOf(number * 10L + 5, 1));
            case BOOLEAN -> BooleanNode.valueOf(number % 2 == 0);
            case DATE -> TextNode.valueOf("2026-01-0" + number);
            case DATETIME -> TextNode.valueOf("2026-01-0" + number + "T08:00:00Z");
            case LIST -> list(property, number);
            case STRING, NONE -> TextNode.valueOf(text(property, number));
        };
    }

    private static String text(String property, int number) {
        return property.toLowerCase(java.util.Locale.ROOT).contains("mail")
                ? "person" + number + "@example.com"
                : property.substring(property.lastIndexOf('.') + 1) + " " + number;
    }

    private static ArrayNode list(String property, int number) {
        String name = text(property, number);
        return JsonNodeFactory.instance.arrayNode().add(name).add(name + " too");
    }

    private static void put(ObjectNode record, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            record.set(path, value);
        } else {
            String member = path.substring(0, dot);
            ObjectNode inner = record.path(member) instanceof ObjectNode object ? object : record.putObject(member);
            put(inner, path.substring(dot + 1), value);
        }
    }
}
