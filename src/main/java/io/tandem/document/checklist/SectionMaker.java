package io.tandem.document.checklist;

import io.tandem.document.Entities;
import io.tandem.document.Section;
import io.tandem.document.Sentence;
import io.tandem.document.imports.TypeCell;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes a section of a flow: the rows that came from the document at their old places, what the site added behind them. */
final class SectionMaker {

    private final Flow flow;
    private final Documented.Section from;
    private final boolean own;
    private final boolean addsRows;
    private final Fulfilments fulfilments;

    /** A row at its place. */
    private record Placed(int place, List<String> cells, Fulfilment fulfilment) {}

    /**
     * @param from the section as the flow file names it
     * @param own whether no document has it
     * @param addsRows whether rows that no document has are written here: one of a flow's sections has them
     * @param switchedOff reasons of import, by the ids of sections and lines
     */
    SectionMaker(Flow flow, Documented.Section from, boolean own, boolean addsRows, Map<String, String> switchedOff) {
        this.flow = flow;
        this.from = from;
        this.own = own;
        this.addsRows = addsRows;
        this.fulfilments = new Fulfilments(flow, from, switchedOff);
    }

    /** @param number its place in its document, 1-based */
    ConfiguredSection make(int number) {
        List<Sentence> sentences = Shapes.of(flow, from);
        List<Placed> match = matches();
        List<Placed> properties = properties();
        Section section = new Section(
                number,
                0,
                "",
                new Entities(from.source(), from.target()),
                from.system(),
                Section.Said.nowhere(sentences),
                freeText(sentences),
                lines(match),
                lines(properties));
        Map<Sentence, Fulfilment> said = new EnumMap<>(Sentence.class);
        sentences.forEach(sentence -> said.put(sentence, fulfilments.of(sentence)));
        return new ConfiguredSection(
                section,
                flow.id(),
                said,
                match.stream().map(Placed::fulfilment).toList(),
                properties.stream().map(Placed::fulfilment).toList(),
                own);
    }

    private Documented.FreeText freeText(List<Sentence> sentences) {
        Documented.FreeText has = from.freeText();
        String condition = has.condition().isEmpty()
                ? CellText.condition(flow.conditions(Shapes.side(from.mirrored())))
                : has.condition();
        return new Documented.FreeText(
                sentences.contains(Sentence.COND) ? condition : "", has.connectedTo(), has.connectedInto());
    }

    private static List<Section.Line> lines(List<Placed> rows) {
        return rows.stream().map(row -> new Section.Line(0, row.cells())).toList();
    }

    private List<Placed> matches() {
        List<Placed> rows = new ArrayList<>();
        for (Documented.Match match : flow.documented().matches()) {
            if (match.pairs().isEmpty()) {
                continue;
            }
            MatchPair pair = match.pairs().get(0);
            List<String> cells = List.of(cell(pair, Side.SOURCE), cell(pair, Side.TARGET));
            rows.addAll(placed(match.lines(), cells, Optional.empty(), line -> fulfilments.of(match, line)));
            if (match.lines().isEmpty()
                    && addsRows
                    && match.pairs().size() == 1
                    && match.off().isEmpty()) {
                rows.add(new Placed(Integer.MAX_VALUE, turned(cells), fulfilments.ofAdded(match)));
            }
        }
        return sorted(rows);
    }

    private static String cell(MatchPair pair, Side side) {
        return CellText.property(pair.property(side), side, pair.when());
    }

    private List<Placed> properties() {
        List<Placed> rows = new ArrayList<>();
        for (Documented.Property property : flow.documented().properties()) {
            Row row = property.row();
            if (row.source() != null) {
                rows.addAll(placed(
                        property.lines(),
                        cells(row),
                        Optional.of(TypeCell.written(row.type())),
                        line -> fulfilments.of(property, line)));
                if (property.lines().isEmpty() && addsRows && property.off().isEmpty()) {
                    rows.add(added(row, fulfilments.of(row)));
                }
            }
        }
        if (addsRows) {
            flow.rows().stream()
                    .filter(row -> !row.documented() && row.source() != null)
                    .forEach(row -> rows.add(added(row, fulfilments.ofOwn(row))));
        }
        return sorted(rows);
    }

    private Placed added(Row row, Fulfilment fulfilment) {
        List<String> cells = new ArrayList<>(turned(cells(row)));
        cells.add(TypeCell.written(row.type()));
        return new Placed(Integer.MAX_VALUE, cells, fulfilment);
    }

    private static List<String> cells(Row row) {
        return List.of(
                CellText.property(row.source(), Side.SOURCE, row.when()),
                CellText.property(row.target(), Side.TARGET, row.when()));
    }

    /** A row at each place that it has in this section. */
    private List<Placed> placed(
            List<Documented.Line> lines,
            List<String> cells,
            Optional<String> type,
            Function<Documented.Line, Fulfilment> fulfilment) {
        return lines.stream()
                .filter(line -> sectionOf(line.id()).equals(from.id()))
                .map(line -> {
                    List<String> all = new ArrayList<>(turned(line.cells().isEmpty() ? cells : line.cells()));
                    type.ifPresent(known -> all.add(line.type().orElse(known)));
                    return new Placed(placeOf(line.id()), all, fulfilment.apply(line));
                })
                .toList();
    }

    /** Cells stand in the flow's direction; a mirrored section has them the other way round. */
    private List<String> turned(List<String> cells) {
        return from.mirrored() ? List.of(cells.get(1), cells.get(0)) : cells;
    }

    private static List<Placed> sorted(List<Placed> rows) {
        return rows.stream().sorted(Comparator.comparingInt(Placed::place)).toList();
    }

    private static String sectionOf(String line) {
        return line.substring(0, line.lastIndexOf('.'));
    }

    private static int placeOf(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf('.') + 1));
    }
}
