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
    private final ConflictPolicy conflict;
    private final FirstMergePolicy firstMerge;

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
        this.conflict = FlowKeys.CONFLICT.of(file);
        this.firstMerge = FlowKeys.FIRST_MERGE.of(file);
    }

    /** @return empty if it is faulty; a row that is switched off may name what no descriptor knows yet */
    Optional<Row> row(YamlNode node, boolean documented) {
        if (!node.isMapping()) {
            return Optional.empty();
        }
        boolean off = off(node).isPresent() || unknown;
        boolean constant = FlowKeys.CONSTANT.isIn(node);
        String from = constant ? null : FlowKeys.ROW_SOURCE.of(node);
        String to = FlowKeys.ROW_TARGET.of(node);
        checkOneKind(node);
        boolean fine = off || areKnown(node, from, to);
        Reference reference = FlowKeys.REFERENCE.of(node).map(this::reference).orElse(null);
        Row row = new Row(
                from,
                to,
                FlowKeys.TYPE.of(node),
                values(node),
                reference,
                constant ? FlowKeys.CONSTANT.of(node) : null,
                FlowKeys.DIRECTION.of(node, constant ? Direction.FORWARD : Direction.BOTH),
                FlowKeys.ROW_CONFLICT.of(node, conflict),
                FlowKeys.ROW_FIRST_MERGE.of(node, reference != null ? FirstMergePolicy.FILL : firstMerge),
                documented,
                when(node, off));
        if (fine && !off) {
            checkLength(row, node);
            checkWritable(row, node);
            checkArrays(row, node);
        }
        return fine ? Optional.of(row) : Optional.empty();
    }

    private static void checkOneKind(YamlNode node) {
        if (FlowKeys.CONSTANT.isIn(node) && FlowKeys.ROW_SOURCE.isIn(node)) {
            node.fault("a row has a source or a constant, not both");
        }
        if (Stream.of(FlowKeys.VALUES, FlowKeys.REFERENCE, FlowKeys.CONSTANT)
                        .filter(key -> key.isIn(node))
                        .count()
                > 1) {
            node.fault("a row has one of values, reference, constant");
        }
    }

    /** Both are looked at, so that each fault is reported at once. @param from null for a constant */
    private boolean areKnown(YamlNode node, String from, String to) {
        boolean source = from == null
                || checkKnown(Side.SOURCE, from, FlowKeys.ROW_SOURCE.at(node).orElse(node));
        boolean target =
                checkKnown(Side.TARGET, to, FlowKeys.ROW_TARGET.at(node).orElse(node));
        return source && target;
    }

    /** Why a row or an alternative is switched off. */
    static Optional<String> off(YamlNode node) {
        return FlowKeys.OFF.at(node).map(YamlNode::text).map(why -> {
            if (why.isBlank()) {
                node.fault("off needs the reason, which check shows");
            }
            return why;
        });
    }

    /** @param off whether the conditions belong to something that is switched off: then they may name unknown properties */
    List<SideCondition> when(YamlNode around, boolean off) {
        List<SideCondition> conditions = new ArrayList<>();
        for (YamlNode node : FlowKeys.WHEN.of(around)) {
            Side side = FlowKeys.SIDE.of(node, Side.SOURCE);
            EntityFacts facts = side == Side.SOURCE ? source : target;
            conditions.add(new SideCondition(side, new ConditionReader(facts, off || unknown).asked(node)));
        }
        return conditions;
    }

    boolean checkKnown(Side side, String property, YamlNode place) {
        EntityFacts facts = side == Side.SOURCE ? source : target;
        if (property.isEmpty() || unknown || facts.properties().containsKey(property)) {
            return !property.isEmpty();
        }
        place.fault(KnownNames.unknownProperty(property, facts));
        return false;
    }

    private static Map<String, JsonNode> values(YamlNode node) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        FlowKeys.VALUES.of(node).forEach((key, value) -> values.put(key, value.json()));
        if (values.isEmpty() && FlowKeys.VALUES.isIn(node)) {
            FlowKeys.VALUES.fault(node, "values needs at least one line: source value: target value");
        }
        return values;
    }

    private Reference reference(YamlNode node) {
        Optional<EntityKey> from = KnownNames.find(
                FlowKeys.REFERENCE_SOURCE.of(node),
                FlowKeys.REFERENCE_SOURCE.at(node).orElse(node),
                known);
        Optional<EntityKey> to = KnownNames.find(
                FlowKeys.REFERENCE_TARGET.of(node),
                FlowKeys.REFERENCE_TARGET.at(node).orElse(node),
                known);
        return from.isPresent() && to.isPresent() ? new Reference(from.get(), to.get()) : null;
    }

    private static void checkLength(Row row, YamlNode node) {
        if (row.isTooLong()) {
            node.fault("the names of this row and of its conditions have "
                    + row.id().length()
                    + " characters together; the store holds " + Row.LONGEST_ID + ", and "
                    + Row.LONGEST_PROPERTY
                    + " of one property. Give the property a shorter name in its system's descriptor, with path");
        }
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

    /** An API takes an array of objects as a whole: without a look at it the rest of it would be lost. */
    private void checkArrays(Row row, YamlNode node) {
        for (Side side : Side.values()) {
            EntityFacts facts = side == Side.SOURCE ? source : target;
            String property = row.property(side);
            if (row.type() == ValueType.LIST
                    && property != null
                    && row.direction().writes(side)
                    && facts.properties().get(property).inside()
                    && facts.properties().get(property).access() == Access.WRITABLE
                    && facts.canUpdate()
                    && !facts.canReadMany()) {
                node.fault(
                        "row " + row.id() + ": " + property + " of " + facts.key() + " is a list inside another value,"
                                + " and without read_many in its descriptor nobody sees what else stands there. Add read_many,"
                                + " or a direction that leaves that side alone");
            }
        }
    }

    private boolean writable(EntityFacts facts, String property) {
        PropertyFacts found = facts.properties().get(property);
        boolean made = facts == target
                || FlowKeys.CREATE
                        .at(file)
                        .filter(create -> create.text().equals("both"))
                        .isPresent();
        boolean onCreate = found.access() == Access.WRITE_ONCE && made && facts.canCreate();
        return (found.access() == Access.WRITABLE && facts.canUpdate()) || onCreate;
    }
}
