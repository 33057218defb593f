package io.tandem.document.checklist;

import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What changed between two configurations that no document can say: policies of flows and of single rows. Pure. */
public final class PolicyChanges {

    private final Flow old;
    private final Flow now;
    private final List<DocumentChange> changes = new ArrayList<>();

    private PolicyChanges(Flow old, Flow now) {
        this.old = old;
        this.now = now;
    }

    /** @return for flows and rows that both have */
    public static List<DocumentChange> of(List<Flow> old, List<Flow> now) {
        Map<String, Flow> before = old.stream().collect(Collectors.toMap(Flow::id, flow -> flow));
        List<DocumentChange> changes = new ArrayList<>();
        for (Flow flow : now) {
            if (before.containsKey(flow.id())) {
                changes.addAll(new PolicyChanges(before.get(flow.id()), flow).find());
            }
        }
        return changes;
    }

    private List<DocumentChange> find() {
        compare("flow", state(old), state(now));
        compare("deletes", word(old.deletes()), word(now.deletes()));
        compare("create", old.createBoth() ? "both" : "target", now.createBoth() ? "both" : "target");
        compare("where", conditions(old.where()), conditions(now.where()));
        compare("target_where", conditions(old.targetWhere()), conditions(now.targetWhere()));
        Map<String, Row> before = byId(old);
        byId(now).forEach((id, row) -> {
            if (before.containsKey(id)) {
                compareRow(id, before.get(id), row);
            }
        });
        return changes;
    }

    private static String state(Flow flow) {
        return flow.link() == LinkPolicy.OFF ? "off, " + flow.whyOff() : "on";
    }

    private static Map<String, Row> byId(Flow flow) {
        Map<String, Row> rows = new TreeMap<>();
        flow.rows().forEach(row -> rows.put(row.id(), row));
        return rows;
    }

    private void compareRow(String id, Row before, Row row) {
        compare(id + " direction", word(before.direction()), word(row.direction()));
        compare(id + " conflict", word(before.conflict()), word(row.conflict()));
        compare(id + " first_merge", word(before.firstMerge()), word(row.firstMerge()));
        compare(id + " values", before.values().toString(), row.values().toString());
        compare(id + " constant", String.valueOf(before.constant()), String.valueOf(row.constant()));
        compare(id + " reference", reference(before), reference(row));
    }

    private static String reference(Row row) {
        return row.reference() == null
                ? "none"
                : row.reference().source() + " to " + row.reference().target();
    }

    private static String conditions(List<Condition> conditions) {
        return conditions.isEmpty()
                ? "none"
                : conditions.stream().map(CellText::words).collect(Collectors.joining(" and "));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private void compare(String what, String before, String after) {
        if (!before.equals(after)) {
            changes.add(new DocumentChange(
                    now.id(), DocumentChange.Kind.POLICY_CHANGED, what + ": " + after, what + ": " + before, true));
        }
    }
}
