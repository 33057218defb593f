package io.tandem.transform;

import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.chunk.Baseline;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rows that write one target property, in the listed order: the first source that isn't empty goes forward, and an
 * edit of the target goes back to the source that supplied it. Rows with conditions take part only while these hold.
 * Nearly always one row.
 */
record TargetRows(List<RowLens> rows) {

    /** Groups the rows by the target they write; a row that only goes backward stands alone. */
    static List<TargetRows> of(List<RowLens> lenses) {
        Map<String, List<RowLens>> groups = new LinkedHashMap<>();
        for (RowLens lens : lenses) {
            String group = lens.carriesTo(Side.TARGET)
                    ? lens.row().target()
                    : lens.row().id();
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(lens);
        }
        return groups.values().stream().map(TargetRows::new).toList();
    }

    /**
     * Of the rows that apply the first that isn't empty; if all are, the one that supplied the target until now.
     *
     * @return empty if no row applies
     */
    Optional<RowLens> now(SyncRecord source, Baseline baseline, Predicate<RowLens> applies) {
        return first(applies.and(lens -> !Values.isEmpty(lens.sourceValue(source))))
                .or(() -> first(applies.and(lens -> isAgreed(lens, baseline))))
                .or(() -> first(applies));
    }

    /** Of the rows that apply the first that can be written in a new record of a side; if none can, the first. */
    Optional<RowLens> first(Side side, Predicate<RowLens> applies) {
        return first(applies.and(lens -> lens.creatable(side))).or(() -> first(applies));
    }

    /** The row that supplied the target until now; else the first. */
    RowLens former(Baseline baseline) {
        return first(lens -> isAgreed(lens, baseline)).orElse(rows.get(0));
    }

    /** Where another source supplied the target until now, this one counts as changed from empty. */
    Optional<Baseline.Agreed> base(RowLens supplier, Baseline baseline) {
        return baseline.row(supplier.row().id()).or(() -> first(lens -> isAgreed(lens, baseline))
                .map(former -> fromFormer(supplier, former, baseline)));
    }

    private static Baseline.Agreed fromFormer(RowLens supplier, RowLens former, Baseline baseline) {
        Baseline.Agreed agreed = baseline.row(former.row().id()).orElseThrow();
        boolean sameSource =
                Objects.equals(supplier.row().source(), former.row().source());
        return sameSource ? agreed : new Baseline.Agreed(NullNode.instance, agreed.target());
    }

    private static boolean isAgreed(RowLens lens, Baseline baseline) {
        return baseline.row(lens.row().id()).isPresent();
    }

    private Optional<RowLens> first(Predicate<RowLens> wanted) {
        return rows.stream().filter(wanted).findFirst();
    }
}
