package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Word;
import io.tandem.system.Access;
import io.tandem.system.EntityFacts;
import io.tandem.system.PropertyFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the rows of a flow's property table, each with its own or the flow's policies. */
final class RowReader {

    private final String flow;
    private final EntityFacts source;
    private final EntityFacts target;
    private final Map<EntityKey, EntityFacts> known;
    private final List<String> notes;
    private final YamlNode file;
    private final boolean unknown;

    RowReader(
            String flow,
            EntityFacts source,
            EntityFacts target,
            Map<EntityKey, EntityFacts> known,
            List<String> notes,
            YamlNode file) {
        this.flow = flow;
        this.source = source;
        this.target = target;
        this.known = known;
        this.notes = notes;
        this.file = file;
        this.unknown = !known.containsKey(source.key()) || !known.containsKey(target.key());
        file.choice("conflict", ConflictPolicy.class, ConflictPolicy.LATEST);
        file.choice("first_merge", FirstMergePolicy.class, FirstMergePolicy.LATEST);
    }

    /** @return empty if it is faulty; a row that is switched off may name what no descriptor knows yet */
    Optional<Row> row(YamlNode node, boolean documented) {
        node.only(FlowKeys.ROW);
        if (!node.isMapping()) {
            return Optional.empty();
        }
        boolean off = off(node).isPresent() || unknown;
        Optional<YamlNode> constant = node.get("constant");
        String from = constant.isPresent() ? null : node.required("source");
        String to = node.required("target");
        if (constant.isPresent() && node.get("source").isPresent()) {
            node.fault("a row has a source or a constant, not both");
        }
        if (Stream.of("values", "reference", "constant")
                        .filter(key -> node.get(key).isPresent())
                        .count()
                > 1) {
            node.fault("a row has one of values, reference, constant");
        }
        boolean fine = off
                || (from == null
                                || checkKnown(
                                        Side.SOURCE, from, node.get("source").orElse(node)))
                        & checkKnown(Side.TARGET, to, node.get("target").orElse(node));
        Reference reference = node.get("reference").map(this::reference).orElse(null);
        Row row = new Row(
                from,
                to,
                node.choice("type", ValueType.class, ValueType.NONE),
                values(node),
                reference,
                constant.map(YamlNode::json).orElse(null),
                node.choice("direction", Direction.class, constant.isPresent() ? Direction.FORWARD : Direction.BOTH),
                policy(node, "conflict", ConflictPolicy.class, ConflictPolicy.LATEST),
                reference != null && node.get("first_merge").isEmpty()
                        ? FirstMergePolicy.FILL
                        : policy(node, "first_merge", FirstMergePolicy.class, FirstMergePolicy.LATEST),
                documented,
                when(node, off));
        if (fine && !off) {
            checkWritable(row, node);
        }
        return fine ? Optional.of(row) : Optional.empty();
    }

    /** Why a row or an alternative is switched off. */
    static Optional<String> off(YamlNode node) {
        return node.get("off").map(YamlNode::text).map(why -> {
            if (why.isBlank()) {
                node.fault("off needs the reason, which check shows");
            }
            return why;
        });
    }

    /** @param off whether the conditions belong to something that is switched off: then they may name unknown properties */
    List<SideCondition> when(YamlNode around, boolean off) {
        List<SideCondition> conditions = new ArrayList<>();
        for (YamlNode node : around.list("when")) {
            node.only(FlowKeys.SIDE_CONDITION);
            node.required("side");
            Side side = node.choice("side", Side.class, Side.SOURCE);
            EntityFacts facts = side == Side.SOURCE ? source : target;
            conditions.add(new SideCondition(side, new ConditionReader(facts, off || unknown).asked(node)));
        }
        return conditions;
    }

    /** The row's own policy, else the flow's. */
    private <E extends Enum<E>> E policy(YamlNode node, String key, Class<E> type, E otherwise) {
        return node.get(key).isPresent()
                ? node.choice(key, type, otherwise)
                : file.text(key)
                        .flatMap(word -> java.util.Arrays.stream(type.getEnumConstants())
                                .filter(c -> c.name().equalsIgnoreCase(word))
                                .findFirst())
                        .orElse(otherwise);
    }

    boolean checkKnown(Side side, String property, YamlNode place) {
        EntityFacts facts = side == Side.SOURCE ? source : target;
        if (property.isEmpty() || unknown || facts.properties().containsKey(property)) {
            return !property.isEmpty();
        }
        place.fault(Entities.unknownProperty(property, facts));
        return false;
    }

    private static Map<String, JsonNode> values(YamlNode node) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        node.get("values").ifPresent(table -> {
            table.entries().forEach((key, value) -> values.put(key, value.json()));
            if (values.isEmpty()) {
                table.fault("values needs at least one line: source value: target value");
            }
        });
        return values;
    }

    private Reference reference(YamlNode node) {
        node.only(FlowKeys.REFERENCE);
        Optional<EntityKey> from =
                Entities.find(node.required("source"), node.get("source").orElse(node), known);
        Optional<EntityKey> to =
                Entities.find(node.required("target"), node.get("target").orElse(node), known);
        return from.isPresent() && to.isPresent() ? new Reference(from.get(), to.get()) : null;
    }

    private void checkWritable(Row row, YamlNode node) {
        boolean toSource = row.direction().writes(Side.SOURCE) && row.source() != null;
        boolean toTarget = row.direction().writes(Side.TARGET);
        boolean sourceTakes = row.source() != null && writable(source, row.source());
        boolean targetTakes = writable(target, row.target());
        if (!(toSource && sourceTakes) && !(toTarget && targetTakes)) {
            node.fault("row " + row.id() + " (direction " + Word.of(row.direction())
                    + ") can't write anything: "
                    + (toTarget
                            ? target.key() + " does not let " + row.target() + " be written"
                            : source.key() + " does not let " + row.source() + " be written"));
        } else if (row.direction() == Direction.BOTH && row.source() != null && sourceTakes != targetTakes) {
            notes.add(flow + ": " + row.id() + " is two-way, but "
                    + (sourceTakes
                            ? target.key() + " does not let " + row.target()
                            : source.key() + " does not let " + row.source())
                    + " be written; edits on the other side are listed as drift");
        }
    }

    private boolean writable(EntityFacts facts, String property) {
        PropertyFacts found = facts.properties().get(property);
        boolean made =
                facts == target || file.text("create").filter("both"::equals).isPresent();
        boolean onCreate = found.access() == Access.WRITE_ONCE && made && facts.canCreate();
        return (found.access() == Access.WRITABLE && facts.canUpdate()) || onCreate;
    }
}
