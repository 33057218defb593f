package io.tandem.document.imports;

import io.tandem.document.Section;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows and matches of the tables of one flow's sections; the same row of several sections becomes one. */
final class TableDraft {

    private static final String IDENTITY =
            "an id of one system means nothing in another. If these two really share their ids, ";

    /** What tells two rows of a flow apart. */
    private record Pair(String source, String target, List<SideCondition> when) {}

    private final DescribedSystems described;
    private final ResolvedSection first;
    private final Map<Pair, List<Documented.Line>> matches = new LinkedHashMap<>();
    private final Map<Pair, Map<TypeCell, List<Documented.Line>>> rows = new LinkedHashMap<>();
    private final Map<Pair, String> whyOff = new LinkedHashMap<>();

    /** @param first the section in whose direction the flow goes */
    TableDraft(DescribedSystems described, ResolvedSection first) {
        this.described = described;
        this.first = first;
    }

    /** @param mirrored whether it speaks of the flow's way back */
    void add(ResolvedSection place, boolean mirrored) {
        int number = 0;
        for (Section.Line line : place.section().match()) {
            read(place, line, ++number, mirrored);
        }
        for (Section.Line line : place.section().properties()) {
            read(place, line, ++number, mirrored);
        }
    }

    private void read(ResolvedSection place, Section.Line line, int number, boolean mirrored) {
        List<String> cells = line.cells();
        CellReading source = CellReading.of(cells.get(mirrored ? 1 : 0), Side.SOURCE);
        CellReading target = CellReading.of(cells.get(mirrored ? 0 : 1), Side.TARGET);
        List<SideCondition> when = new ArrayList<>(source.when());
        when.addAll(target.when());
        Pair pair = new Pair(source.path(), target.path(), List.copyOf(when));
        List<String> asWritten =
                source.isPlain() && target.isPlain() ? List.of() : List.of(source.text(), target.text());
        String id = place.id() + "." + number;
        whyOff.putIfAbsent(pair, whyOff(source, target));
        if (cells.size() == 2) {
            matches.computeIfAbsent(pair, p -> new ArrayList<>())
                    .add(new Documented.Line(id, Optional.empty(), asWritten));
        } else {
            Map<TypeCell, List<Documented.Line>> types = rows.computeIfAbsent(pair, p -> new LinkedHashMap<>());
            TypeCell type = TypeCell.of(cells.get(2));
            TypeCell wanted =
                    mirrored && !types.isEmpty() ? types.keySet().iterator().next() : type;
            types.computeIfAbsent(wanted, t -> new ArrayList<>())
                    .add(new Documented.Line(id, type.asWritten(wanted.type()), asWritten));
        }
    }

    private String whyOff(CellReading source, CellReading target) {
        if (source.path().isEmpty() || target.path().isEmpty()) {
            return "the document names no property on one side. Name it, then delete this line";
        }
        if (source.path().equalsIgnoreCase("id") && target.path().equalsIgnoreCase("id")) {
            return IDENTITY + "delete this line";
        }
        return source.incomplete() || target.incomplete()
                ? "its condition is not complete in the document. Write it under when, then delete this line"
                : described
                        .missing(first.source(), source.path())
                        .or(() -> described.missing(first.target(), target.path()))
                        .or(() -> missing(first.source(), source))
                        .or(() -> missing(first.target(), target))
                        .orElse("");
    }

    private Optional<String> missing(EntityKey entity, CellReading cell) {
        return cell.when().stream()
                .flatMap(one -> described.missing(entity, one.condition().property()).stream())
                .findFirst();
    }

    List<Documented.Match> matches() {
        return matches.entrySet().stream()
                .map(match -> new Documented.Match(
                        List.of(new MatchPair(
                                match.getKey().source(),
                                match.getKey().target(),
                                match.getKey().when())),
                        whyOff.get(match.getKey()),
                        match.getValue()))
                .toList();
    }

    List<Documented.Property> properties() {
        List<Documented.Property> properties = new ArrayList<>();
        rows.forEach((pair, types) -> {
            ValueType taken = null;
            for (Map.Entry<TypeCell, List<Documented.Line>> type : types.entrySet()) {
                String off = whyOff.get(pair);
                if (off.startsWith(IDENTITY) && !canWrite(pair)) {
                    off = IDENTITY + "let one descriptor write its id, then delete this line";
                }
                if (off.isEmpty() && taken != null) {
                    off = "the document has this row with another type too. Decide for one, then delete this line";
                } else if (off.isEmpty() && !canWrite(pair)) {
                    off = "neither side lets its property be written. Change a descriptor, then delete this line";
                } else if (off.isEmpty() && row(pair, ValueType.NONE).isTooLong()) {
                    off =
                            "its names are too long for the store. Give the properties shorter ones in the descriptors, with"
                                    + " path, and here, then delete this line";
                }
                taken = type.getKey().type();
                properties.add(new Documented.Property(row(pair, type.getKey().type()), off, type.getValue()));
            }
        });
        return properties;
    }

    private boolean canWrite(Pair pair) {
        return described.writable(first.source(), pair.source(), false)
                || described.writable(first.target(), pair.target(), true);
    }

    private static Row row(Pair pair, ValueType type) {
        return new Row(
                pair.source(),
                pair.target(),
                type,
                Map.of(),
                null,
                null,
                Direction.BOTH,
                ConflictPolicy.LATEST,
                FirstMergePolicy.LATEST,
                true,
                pair.when());
    }
}
