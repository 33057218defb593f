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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rows that write one target property, in the listed order: the first source that isn't empty goes forward, and an
 * edit of the target goes back to the source that supplied it. Nearly always one row.
 */
record Suppliers(List<RowLens> rows) {

    /** Groups the rows by the target they write; a row that only goes backward stands alone. */
    static List<Suppliers> of(List<RowLens> lenses) {
        Map<String, List<RowLens>> groups = new LinkedHashMap<>();
        for (RowLens lens : lenses) {
            String group = lens.carriesTo(Side.TARGET)
                    ? lens.row().target()
                    : lens.row().id();
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(lens);
        }
        return groups.values().stream().map(Suppliers::new).toList();
    }

    /** The first that isn't empty; if all are, the one that supplied the target until now. */
    RowLens now(SyncRecord source, Baseline baseline) {
        Predicate<RowLens> filled = lens -> !Values.isEmpty(lens.sourceValue(source));
        return first(filled)
                .or(() -> first(lens -> baseline.row(lens.row().id()).isPresent()))
                .orElse(rows.get(0));
    }

    /** The first that can be written in a new record of a side; if none can, the first. */
    RowLens first(Side side) {
        return first(lens -> lens.creatable(side)).orElse(rows.get(0));
    }

    /** Where another source supplied the target until now, this one counts as changed from empty. */
    Optional<Baseline.Agreed> base(RowLens supplier, Baseline baseline) {
        return baseline.row(supplier.row().id())
                .or(() -> first(lens -> baseline.row(lens.row().id()).isPresent())
                        .flatMap(former -> baseline.row(former.row().id()))
                        .map(agreed -> new Baseline.Agreed(NullNode.instance, agreed.target())));
    }

    private Optional<RowLens> first(Predicate<RowLens> wanted) {
        return rows.stream().filter(wanted).findFirst();
    }
}
