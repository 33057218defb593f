package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Merges a linked pair, row by row, and says what a new target is to hold. Pure; immutable. */
public final class PairMerge {

    private final Flow flow;
    private final List<RowLens> lenses;
    private final Map<String, List<RowLens>> byTarget = new LinkedHashMap<>();

    /** What a create carries, and what each row came to. */
    public record CreateValues(Values values, List<RowOutcome> outcomes) {}

    public PairMerge(Flow flow, EntityFacts source, EntityFacts target) {
        this.flow = flow;
        this.lenses = flow.rows().stream()
                .map(row -> new RowLens(flow, row, source, target))
                .toList();
        lenses.forEach(lens -> byTarget.computeIfAbsent(lens.row().target(), t -> new ArrayList<>())
                .add(lens));
    }

    /** The references whose translation a merge may need. */
    public Set<WantedReference> wanted(PairState pair) {
        Set<WantedReference> wanted = wanted(pair.source());
        for (Row row : references()) {
            JsonNode target = pair.target().values().get(row.target());
            if (!Values.isEmpty(target)) {
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
            if (!Values.isEmpty(value)) {
                wanted.add(ReferenceLens.wanted(
                        value, row.reference().source(), row.reference().target()));
            }
        }
        return wanted;
    }

    private List<Row> references() {
        return flow.rows().stream().filter(row -> row.reference() != null).toList();
    }

    /** @return one outcome for each row that takes part, in the rows' order */
    public List<RowOutcome> merge(PairState pair, ReferenceTable references) {
        List<RowOutcome> outcomes = new ArrayList<>();
        byTarget.values().forEach(rivals -> {
            RowLens supplier = supplier(rivals, pair.source());
            outcomes.add(new RowMerge(supplier, pair, references).merge(base(rivals, supplier, pair.baseline())));
        });
        return settleTargetsOfOneSource(outcomes);
    }

    /** Of several sources for one target, the first that isn't empty, in the listed order. */
    private static RowLens supplier(List<RowLens> rivals, SyncRecord source) {
        return rivals.stream()
                .filter(lens -> lens.row().source() == null
                        || !Values.isEmpty(source.values().get(lens.row().source())))
                .findFirst()
                .orElse(rivals.get(0));
    }

    /** Where another source supplied the target until now, the new one counts as changed from empty. */
    private static Optional<Baseline.Agreed> base(List<RowLens> rivals, RowLens supplier, Baseline baseline) {
        Optional<Baseline.Agreed> own = baseline.row(supplier.row().id());
        Optional<Baseline.Agreed> former = rivals.stream()
                .filter(lens -> lens != supplier)
                .map(lens -> baseline.row(lens.row().id()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(agreed -> new Baseline.Agreed(NullNode.instance, agreed.target()));
        return own.or(() -> former);
    }

    /** Several targets of one source that want different values back: the later wins, or an operator decides. */
    private static List<RowOutcome> settleTargetsOfOneSource(List<RowOutcome> outcomes) {
        Map<String, List<RowOutcome.WriteTo>> backward = new HashMap<>();
        for (RowOutcome outcome : outcomes) {
            if (outcome instanceof RowOutcome.WriteTo write && write.to() == Side.SOURCE) {
                backward.computeIfAbsent(write.row().source(), s -> new ArrayList<>())
                        .add(write);
            }
        }
        List<RowOutcome> settled = new ArrayList<>(outcomes);
        backward.values().stream()
                .filter(writes -> writes.stream()
                                .map(RowOutcome.WriteTo::value)
                                .distinct()
                                .count()
                        > 1)
                .forEach(writes -> settle(writes, settled));
        return settled;
    }

    private static void settle(List<RowOutcome.WriteTo> writes, List<RowOutcome> outcomes) {
        RowOutcome.WriteTo latest = writes.stream()
                .max(Comparator.comparing(RowOutcome.WriteTo::changedAt))
                .orElseThrow();
        boolean manual = writes.stream().anyMatch(w -> w.row().conflict() == ConflictPolicy.MANUAL);
        String rule = "several targets of one source changed differently";
        for (RowOutcome.WriteTo write : writes) {
            RowOutcome.Conflict conflict =
                    new RowOutcome.Conflict(NullNode.instance, write.origin(), manual ? null : Side.TARGET, rule);
            RowOutcome instead = manual
                    ? new RowOutcome.Open(write.row(), conflict)
                    : write == latest
                            ? new RowOutcome.WriteTo(
                                    write.row(),
                                    write.to(),
                                    write.value(),
                                    write.origin(),
                                    write.changedAt(),
                                    rule + "; the later change wins",
                                    conflict)
                            : new RowOutcome.Unchanged(write.row());
            outcomes.set(outcomes.indexOf(write), instead);
        }
    }

    /** What a new target is to hold; empty source values, and rows that can't be converted, are left out. */
    public CreateValues create(SyncRecord source, Map<String, Instant> changedAt, ReferenceTable references) {
        Values values = Values.none();
        List<RowOutcome> outcomes = new ArrayList<>();
        for (List<RowLens> rivals : byTarget.values()) {
            RowLens lens = supplier(rivals, source);
            Row row = lens.row();
            JsonNode value =
                    row.source() == null ? NullNode.instance : source.values().get(row.source());
            if (!lens.creatable() || (row.source() != null && Values.isEmpty(value))) {
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
