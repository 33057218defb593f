package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Merges a linked pair, row by row, and says what a new partner is to hold. Pure; immutable. */
final class PairMerge {

    private final Flow flow;
    private final List<TargetRows> targets;

    /** What a create carries, and what each row came to. */
    public record CreateValues(Values values, List<RowOutcome> outcomes) {}

    public PairMerge(Flow flow, EntityFacts source, EntityFacts target) {
        this.flow = flow;
        this.targets = TargetRows.of(flow.rows().stream()
                .map(row -> new RowLens(flow, row, source, target))
                .toList());
    }

    /** The references whose translation a merge may need. */
    public Set<WantedReference> wanted(PairState pair) {
        Set<WantedReference> wanted = wanted(Side.SOURCE, pair.source());
        wanted.addAll(wanted(Side.TARGET, pair.target()));
        return wanted;
    }

    /** The references whose translation a create of a record's partner may need. */
    public Set<WantedReference> wanted(Side side, SyncRecord record) {
        Set<WantedReference> wanted = new HashSet<>();
        for (Row row : references()) {
            JsonNode value = record.values().get(row.property(side));
            if (ReferenceLens.isId(value)) {
                wanted.add(ReferenceLens.wanted(
                        value, row.reference().entity(side), row.reference().entity(side.other())));
            }
        }
        return wanted;
    }

    private List<Row> references() {
        return flow.rows().stream()
                .filter(row -> row.reference() != null && row.source() != null)
                .toList();
    }

    /** @return one outcome for each row that takes part, in the rows' order */
    public List<RowOutcome> merge(PairState pair, ReferenceTable references) {
        List<RowOutcome> outcomes = new ArrayList<>();
        for (TargetRows rows : targets) {
            Optional<RowLens> now = rows.now(pair.source(), pair.baseline(), lens -> applies(lens, pair));
            outcomes.add(now.map(lens -> new RowMerge(lens, pair, references).merge(rows.base(lens, pair.baseline())))
                    .orElseGet(() -> new RowOutcome.Unchanged(
                            rows.former(pair.baseline()).row())));
        }
        return SharedSource.settle(outcomes, pair);
    }

    /**
     * A row that doesn't apply carries nothing, and its agreed values stay as they are: when it applies again, what was edited
     * in between on either side is merged with them (rule 5).
     */
    private static boolean applies(RowLens lens, PairState pair) {
        return lens.row().when().stream()
                .allMatch(condition ->
                        condition.holds(pair.record(condition.side()).values()));
    }

    /**
     * What a new partner of a record is to hold; empty values, and rows that can't be converted, are left out. A new source
     * takes each target value in the first row that can write it.
     */
    public CreateValues create(
            Side from, SyncRecord record, Map<String, Instant> changedAt, ReferenceTable references) {
        Side to = from.other();
        Values values = Values.none();
        List<RowOutcome> outcomes = new ArrayList<>();
        for (TargetRows rows : unconditionalFirst(to)) {
            Values made = values;
            Predicate<RowLens> applies = row -> row.row().when().stream()
                    .allMatch(condition -> condition.holds(condition.side() == to ? made : record.values()));
            RowLens lens = (from == Side.SOURCE ? rows.now(record, Baseline.empty(), applies) : rows.first(to, applies))
                    .orElse(null);
            if (lens == null) {
                continue;
            }
            JsonNode value = from == Side.SOURCE
                    ? lens.sourceValue(record)
                    : record.values().get(lens.row().target());
            boolean taken = values.has(Objects.requireNonNullElse(lens.row().property(to), ""));
            if (!lens.creatable(to) || Values.isEmpty(value) || taken) {
                continue;
            }
            RowOutcome outcome = created(lens, from, record, value, changedAt, references);
            outcomes.add(outcome);
            if (outcome instanceof RowOutcome.WriteTo write) {
                values = values.with(lens.row().property(to), write.value());
            }
        }
        return new CreateValues(values, outcomes);
    }

    /** Conditions on the new record ask what the other rows give it. */
    private List<TargetRows> unconditionalFirst(Side made) {
        List<TargetRows> ordered = new ArrayList<>(targets);
        ordered.sort(Comparator.comparing(rows -> rows.rows().stream()
                .flatMap(lens -> lens.row().when().stream())
                .anyMatch(condition -> condition.side() == made)));
        return ordered;
    }

    private static RowOutcome created(
            RowLens lens,
            Side from,
            SyncRecord record,
            JsonNode value,
            Map<String, Instant> changedAt,
            ReferenceTable references) {
        Row row = lens.row();
        Lens.Result result = from == Side.SOURCE
                ? lens.carry(from, value, NullNode.instance, references)
                : lens.carry(from, NullNode.instance, value, references);
        if (result instanceof Lens.Result.Unresolved unresolved) {
            return new RowOutcome.Unresolved(row, unresolved.wanted());
        }
        if (result instanceof Lens.Result.Refused refused) {
            return new RowOutcome.Failed(
                    row,
                    from,
                    record.key() + ", property " + row.property(from) + ", holds " + refused.reason()
                            + "; it was left out");
        }
        return new RowOutcome.WriteTo(
                row,
                from.other(),
                ((Lens.Result.Converted) result).value(),
                value,
                changedAt.getOrDefault(row.property(from) == null ? "" : row.property(from), record.modified()),
                "the record was created",
                null);
    }
}
