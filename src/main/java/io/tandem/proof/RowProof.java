package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.record.Values;
import io.tandem.transform.RowConversion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves one row on one pair: edits it on each side, sees that on the other, clears it, and puts back what was there. Before
 * that it does what the row needs to count: its conditions are met, and sources that come before its own are cleared.
 */
final class RowProof {

    private final Flow flow;
    private final LiveRecords records;
    private final Link pair;
    private final Row row;
    private final RowEdits edits;

    RowProof(LiveRecords records, Link pair, Row row) {
        this.flow = records.flow();
        this.records = records;
        this.pair = pair;
        this.row = row;
        this.edits = new RowEdits(records, pair, row);
    }

    /** @return what came of it, and what could not be put back */
    TrialResult proven(List<String> left) {
        if (row.source() == null) {
            return constant();
        }
        try {
            List<TrialResult> proven = new ArrayList<>(applies());
            if (proven.stream().noneMatch(one -> one.state() == TrialResult.State.NOT_PROVEN)) {
                for (Side from : Side.values()) {
                    proven.add(carried(from));
                }
            }
            return orAsTheyStand(TrialResult.all(proven));
        } finally {
            left.addAll(edits.putBack());
        }
    }

    private TrialResult constant() {
        JsonNode stands = edits.stands(Side.TARGET);
        return TrialResult.that(
                RowEdits.isSame(row, row.constant(), stands),
                edits.name(Side.TARGET) + " holds the constant",
                edits.name(Side.TARGET) + " doesn't hold the constant");
    }

    /** Meets the row's conditions, and clears the sources that would supply its target before it. */
    private List<TrialResult> applies() {
        List<TrialResult> proven = new ArrayList<>();
        for (SideCondition one : row.when()) {
            if (!holds(one)) {
                proven.add(ConditionValues.meeting(one.condition())
                        .map(value -> prepared(one.side(), one.condition().property(), value))
                        .orElseGet(() -> TrialResult.not("no value is known that meets " + one)));
            }
        }
        for (String source : flow.suppliersBefore(row)) {
            if (!Values.isEmpty(edits.stands(Side.SOURCE, source))) {
                proven.add(prepared(Side.SOURCE, source, NullNode.instance));
            }
        }
        return proven;
    }

    private TrialResult prepared(Side side, String property, JsonNode value) {
        if (!records.writes(side, property)
                || Values.isEmpty(value) && !records.facts(side, property).clearable()) {
            return TrialResult.not(records.key(side, pair.recordId(side)) + "." + property + " can't be set to "
                    + RowEdits.shown(value) + ", without which the row doesn't count");
        }
        return edits.prepare(side, property, value);
    }

    private TrialResult carried(Side from) {
        Side to = from.other();
        if (!row.direction().writes(to)) {
            return TrialResult.noted("the row carries nothing from the " + from.lower());
        }
        if (!records.writes(from, row.property(from))) {
            return TrialResult.noted(flow.entity(from) + " lets nobody edit " + row.property(from));
        }
        if (!records.writes(to, row.property(to))) {
            return staysThere(from);
        }
        if (row.reference() != null) {
            return references(from);
        }
        return from == Side.TARGET && flow.isShared(row) && Values.isEmpty(edits.stands(Side.SOURCE))
                ? supplies().and(values(from))
                : values(from);
    }

    private TrialResult values(Side from) {
        return row.values().isEmpty() ? plain(from) : table(from);
    }

    /** An edit of the target goes back to the source that supplied it: this one. */
    private TrialResult supplies() {
        JsonNode value = row.values().isEmpty()
                ? Examples.one(row.type(), row.source() + row.target())
                : RowEdits.likeThat(
                        NullNode.instance, row.values().keySet().iterator().next());
        return prepared(Side.SOURCE, row.source(), value);
    }

    private TrialResult plain(Side from) {
        List<TrialResult> proven = new ArrayList<>();
        for (JsonNode value : Examples.of(row.type(), row.source() + row.target(), edits.stands(from))) {
            proven.add(edits.edit(from, value, Optional.empty()));
        }
        if (isClearable(from) && isClearable(from.other())) {
            Optional<JsonNode> instead = from == Side.SOURCE ? nextSupplier() : Optional.empty();
            proven.add(edits.edit(from, NullNode.instance, instead));
        }
        return TrialResult.all(proven);
    }

    /** Of several sources of one target the next that holds something supplies it, once this one is cleared. */
    private Optional<JsonNode> nextSupplier() {
        return flow.rows().stream()
                .filter(other -> other.source() != null
                        && other.target().equals(row.target())
                        && !other.source().equals(row.source())
                        && other.direction().writes(Side.TARGET)
                        && other.when().stream().allMatch(this::holds))
                .map(other -> edits.stands(Side.SOURCE, other.source()))
                .filter(value -> !Values.isEmpty(value))
                .findFirst();
    }

    private boolean holds(SideCondition condition) {
        return records.read(condition.side(), pair.recordId(condition.side()))
                .filter(record -> condition.holds(record.values()))
                .isPresent();
    }

    private boolean isClearable(Side side) {
        return records.facts(side, row.property(side)).clearable();
    }

    /** Each value of the table forward, each of its results backward. */
    private TrialResult table(Side from) {
        List<TrialResult> proven = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : row.values().entrySet()) {
            if (from == Side.SOURCE) {
                JsonNode value = RowEdits.likeThat(edits.stands(Side.SOURCE), entry.getKey());
                proven.add(edits.edit(from, value, Optional.of(entry.getValue())));
            } else {
                proven.add(edits.editBack(entry.getValue()));
            }
        }
        return TrialResult.all(proven);
    }

    /** Ids that are translated, and one that nothing translates: it is left alone. */
    private TrialResult references(Side from) {
        List<Translation> known = records.pairs().translations(row, 2);
        if (known.isEmpty()) {
            return TrialResult.not("nothing links " + row.reference().source() + " with "
                    + row.reference().target() + " yet; import cross-references, or sync a flow between them");
        }
        List<TrialResult> proven = new ArrayList<>();
        for (Translation one : known) {
            proven.add(edits.edit(from, Examples.id(one.id(from)), Optional.of(Examples.id(one.id(from.other())))));
        }
        return TrialResult.all(proven);
    }

    /** What the other side can't take stays where it was edited, and is listed. */
    private TrialResult staysThere(Side from) {
        if (row.reference() != null) {
            return TrialResult.noted(flow.entity(from.other()) + " lets nobody edit " + row.property(from.other()));
        }
        Optional<String> unfit = from == Side.TARGET ? unfit() : Optional.empty();
        if (unfit.isPresent()) {
            return TrialResult.not(unfit.get());
        }
        if (row.values().isEmpty()) {
            return edits.drift(
                    from,
                    Examples.of(row.type(), row.source() + row.target(), edits.stands(from))
                            .get(0));
        }
        return TrialResult.all(row.values().entrySet().stream()
                .map(entry ->
                        from == Side.SOURCE ? RowEdits.likeThat(edits.stands(from), entry.getKey()) : entry.getValue())
                .distinct()
                .map(value -> edits.drift(from, value))
                .toList());
    }

    /** Why the row carries nothing between these two records, whatever is edited: that is no fault of it, and no proof. */
    private Optional<String> unfit() {
        JsonNode source = edits.stands(Side.SOURCE);
        return Values.isEmpty(source)
                ? Optional.empty()
                : RowConversion.refusal(row, source)
                        .map(kind -> edits.name(Side.SOURCE) + " holds " + kind
                                + ", and nobody can edit it, so that no value that fits could be tried. Sync parks the"
                                + " property of such a record; if all hold the like, give the row a table under values,"
                                + " or another type");
    }

    /** Where neither side lets anybody edit, the values that stand there show it. */
    private TrialResult orAsTheyStand(TrialResult proven) {
        if (proven.state() != TrialResult.State.NOTED) {
            return proven;
        }
        JsonNode source = edits.stands(Side.SOURCE);
        JsonNode target = edits.stands(Side.TARGET);
        JsonNode wanted = row.values().getOrDefault(Values.isEmpty(source) ? "" : Values.text(source), source);
        String both = edits.name(Side.SOURCE) + ": " + RowEdits.shown(source) + ", " + edits.name(Side.TARGET) + ": "
                + RowEdits.shown(target);
        return !Values.isEmpty(source) && row.reference() == null && RowEdits.isSame(row, wanted, target)
                ? proven.and(TrialResult.proven("both stand for the same: " + both))
                : proven.and(TrialResult.not(
                        "nothing can be edited, and the values that stand there show nothing: " + both));
    }
}
