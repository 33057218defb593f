package io.tandem.document.checklist;

import io.tandem.document.Cell;
import io.tandem.document.Section;
import io.tandem.document.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Holds one section against what the configuration would write in its place. */
final class SectionInspection {

    private static final Function<List<String>, Object> NAMES = cells -> cells.subList(0, 2);
    private static final Function<List<String>, Object> PATHS =
            cells -> List.of(Cell.of(cells.get(0)).path(), Cell.of(cells.get(1)).path());

    private final Section section;
    private final String flow;
    private final boolean own;
    private final List<CheckedLine> lines = new ArrayList<>();
    private final List<CheckedLine> extras = new ArrayList<>();

    /** @param own whether the flow is the site's own, so that no document has it */
    private SectionInspection(Section section, String flow, boolean own) {
        this.section = section;
        this.flow = flow;
        this.own = own;
    }

    static CheckedSection of(Section section, Optional<ConfiguredSection> configured) {
        SectionInspection inspection = new SectionInspection(
                section, configured.map(ConfiguredSection::flow).orElse(section.flow()), false);
        configured.ifPresentOrElse(
                inspection::compare,
                () -> inspection.all(LineVerdict.MISSING, "the configuration has no flow for this section"));
        return inspection.result(configured.isPresent() ? CheckedSection.Side.BOTH : CheckedSection.Side.DOCUMENT);
    }

    /** A section that the document doesn't have. */
    static CheckedSection extra(ConfiguredSection configured) {
        SectionInspection inspection = new SectionInspection(configured.section(), configured.flow(), configured.own());
        inspection.all(
                LineVerdict.EXTRA,
                configured.own()
                        ? "a flow of the site's own, not documented"
                        : "the configuration has this flow, the document doesn't");
        return inspection.result(CheckedSection.Side.CONFIGURATION);
    }

    private CheckedSection result(CheckedSection.Side side) {
        return new CheckedSection(section, flow, side, lines, extras);
    }

    private void all(LineVerdict verdict, String why) {
        for (int i = 0; i < section.sentences().size(); i++) {
            sentence(i, verdict, why, "");
            switch (section.sentences().get(i)) {
                case MERGE -> section.match().forEach(row -> row(LineKind.MATCH, row, verdict, why, ""));
                case PROPS -> section.properties().forEach(row -> row(LineKind.PROPERTY, row, verdict, why, ""));
                default -> {}
            }
        }
    }

    private void sentence(int index, LineVerdict verdict, String detail, String other) {
        lines.add(new CheckedLine(
                section.said().get(index).line(),
                flow,
                LineKind.LINK,
                section.written(section.sentences().get(index)),
                verdict,
                detail,
                other,
                List.of(),
                own));
    }

    private void row(LineKind kind, Section.Line row, LineVerdict verdict, String detail, String other) {
        lines.add(new CheckedLine(
                row.line(), flow, kind, RowText.of(row.cells()), verdict, detail, other, row.cells(), own));
    }

    private void compare(ConfiguredSection configured) {
        Section has = configured.section();
        for (int i = 0; i < section.sentences().size(); i++) {
            compareSentence(i, configured);
        }
        has.sentences().stream()
                .filter(sentence -> !section.sentences().contains(sentence))
                .forEach(sentence -> extras.add(CheckedLine.text(
                        section.line(),
                        flow,
                        LineKind.LINK,
                        has.written(sentence),
                        LineVerdict.EXTRA,
                        "the configuration does this, the document doesn't say so")));
        compareRows(LineKind.MATCH, section.match(), has.match(), configured.match());
        compareRows(LineKind.PROPERTY, section.properties(), has.properties(), configured.properties());
    }

    private void compareSentence(int index, ConfiguredSection configured) {
        Sentence sentence = section.sentences().get(index);
        Section has = configured.section();
        Fulfilment fulfilment = configured.sentences().get(sentence);
        if (section.sentences().subList(0, index).contains(sentence)) {
            sentence(index, LineVerdict.DIFFERS, "the sentence stands twice", "");
        } else if (fulfilment == null) {
            String first = has.written(has.sentences().get(0));
            sentence(index, LineVerdict.DIFFERS, "the configuration does otherwise: " + first, first);
        } else if (!has.written(sentence).equals(section.written(sentence))) {
            String other = has.written(sentence);
            sentence(index, LineVerdict.DIFFERS, "in the configuration: " + other, other);
        } else if (sentence == Sentence.PROPS && !has.targetSystem().equals(section.targetSystem())) {
            String why = "in the configuration the last column is about " + has.targetSystem();
            sentence(index, LineVerdict.DIFFERS, why, "");
        } else {
            sentence(index, verdict(fulfilment), fulfilment.detail(), "");
        }
    }

    private static LineVerdict verdict(Fulfilment fulfilment) {
        return fulfilment.done() ? LineVerdict.FULFILLED : LineVerdict.DIFFERS;
    }

    private void compareRows(
            LineKind kind, List<Section.Line> asked, List<Section.Line> has, List<Fulfilment> fulfilments) {
        List<List<String>> wanted = SectionPairs.cells(asked);
        List<List<String>> found = SectionPairs.cells(has);
        RowPairs pairs = RowPairs.of(wanted, found, kind == LineKind.MATCH ? List.of(PATHS) : List.of(NAMES, PATHS));
        for (int i = 0; i < wanted.size(); i++) {
            List<String> cells = wanted.get(i);
            int partner = pairs.partner(i);
            if (partner < 0 && found.contains(cells)) {
                row(kind, asked.get(i), LineVerdict.DIFFERS, times(cells, wanted, found), "");
            } else if (partner < 0) {
                row(kind, asked.get(i), LineVerdict.MISSING, "the configuration doesn't have this row", "");
            } else if (!cells.equals(found.get(partner))) {
                String other = RowText.of(found.get(partner));
                row(kind, asked.get(i), LineVerdict.DIFFERS, "in the configuration: " + other, other);
            } else if (pairs.moved(i) && orderCounts(kind, cells, found)) {
                String where = "the order counts; in the configuration it is row " + (partner + 1);
                row(kind, asked.get(i), LineVerdict.DIFFERS, where, RowText.of(cells));
            } else {
                Fulfilment fulfilment = fulfilments.get(partner);
                row(kind, asked.get(i), verdict(fulfilment), fulfilment.detail(), "");
            }
        }
        for (int left : pairs.left()) {
            extraRow(kind, found.get(left), wanted, found, fulfilments.get(left).own());
        }
    }

    /** @param siteRow whether it is the site's own row, which no document has */
    private void extraRow(
            LineKind kind, List<String> cells, List<List<String>> wanted, List<List<String>> found, boolean siteRow) {
        boolean repeats = wanted.contains(cells);
        String why = repeats ? times(cells, wanted, found) : "the document doesn't have this row";
        extras.add(new CheckedLine(
                section.line(),
                flow,
                kind,
                RowText.of(cells),
                LineVerdict.EXTRA,
                siteRow ? "the site's own row, not documented" : why,
                repeats ? RowText.of(cells) : "",
                cells,
                siteRow));
    }

    private static String times(List<String> row, List<List<String>> wanted, List<List<String>> found) {
        return "stands " + times(row, wanted) + " in the document, " + times(row, found) + " in the configuration";
    }

    private static String times(List<String> row, List<List<String>> rows) {
        long count = rows.stream().filter(row::equals).count();
        return count == 1 ? "once" : count + " times";
    }

    /** Match rows are tried in their order; of several sources for one target the first that is filled counts. */
    private static boolean orderCounts(LineKind kind, List<String> row, List<List<String>> found) {
        return kind == LineKind.MATCH
                || found.stream()
                                .filter(other -> other.get(1).equals(row.get(1)))
                                .distinct()
                                .count()
                        > 1;
    }
}
