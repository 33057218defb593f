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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges a linked pair, row by row, and says what a new target is to hold. Pure; immutable. */
public final class PairMerge {

    private final Flow flow;
    private final List<Suppliers> targets;

    /** What a create carries, and what each row came to. */
    public record CreateValues(Values values, List<RowOutcome> outcomes) {}

    public PairMerge(Flow flow, EntityFacts source, EntityFacts target) {
        this.flow = flow;
        this.targets = Suppliers.of(flow.rows().stream()
                .map(row -> new RowLens(flow, row, source, target))
                .toList());
    }

    /** The references whose translation a merge may need. */
    public Set<WantedReference> wanted(PairState pair) {
        Set<WantedReference> wanted = wanted(pair.source());
        for (Row row : references()) {
            JsonNode target = pair.target().values().get(row.target());
            if (ReferenceLens.isId(target)) {
                wanted.add(ReferenceLens.wanted(
                        target, row.reference().target(), row.reference().source()));
            }
        }
        return wanted;
    }

    /** The references whose translation a create may need. */
    public Set<WantedReference> wanted(SyncRecord source) {
        Set<WantedReference> wanted = new HashSet<>();
        for (Row row : references()) {
            JsonNode value = source.values().get(row.source());
            if (ReferenceLens.isId(value)) {
                wanted.add(ReferenceLens.wanted(
                        value, row.reference().source(), row.reference().target()));
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
        for (Suppliers suppliers : targets) {
            RowLens lens = suppliers.now(pair.source(), pair.baseline());
            outcomes.add(new RowMerge(lens, pair, references).merge(suppliers.base(lens, pair.baseline())));
        }
        return SharedSource.settle(outcomes, pair);
    }

    /** What a new target is to hold; empty source values, and rows that can't be converted, are left out. */
    public CreateValues create(SyncRecord source, Map<String, Instant> changedAt, ReferenceTable references) {
        Values values = Values.none();
        List<RowOutcome> outcomes = new ArrayList<>();
        for (Suppliers suppliers : targets) {
            RowLens lens = suppliers.now(source, Baseline.empty());
            Row row = lens.row();
            JsonNode value = lens.sourceValue(source);
            if (!lens.creatable() || Values.isEmpty(value)) {
                continue;
            }
            RowOutcome outcome = created(lens, source, value, changedAt, references);
            outcomes.add(outcome);
            if (outcome instanceof RowOutcome.WriteTo write) {
                values = values.with(row.target(), write.value());
            }
        }
        return new CreateValues(values, outcomes);
    }

    private static RowOutcome created(
            RowLens lens,
            SyncRecord source,
            JsonNode value,
            Map<String, Instant> changedAt,
            ReferenceTable references) {
        Row row = lens.row();
        Lens.Result result = lens.carry(Side.SOURCE, value, NullNode.instance, references);
        if (result instanceof Lens.Result.Unresolved unresolved) {
            return new RowOutcome.Unresolved(row, unresolved.wanted());
        }
        if (result instanceof Lens.Result.Refused refused) {
            return new RowOutcome.Failed(
                    row,
                    Side.SOURCE,
                    source.key() + ", property " + row.source() + ", holds " + refused.reason() + "; it was left out");
        }
        return new RowOutcome.WriteTo(
                row,
                Side.TARGET,
                ((Lens.Result.Converted) result).value(),
                value,
                changedAt.getOrDefault(row.source() == null ? "" : row.source(), source.modified()),
                "the record was created",
                null);
    }
}
