package io.tandem.document.site;

import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of one flow. */
final class FlowPage {

    private final Flow flow;
    private final RecordNames names;
    private final List<Block> blocks = new ArrayList<>();

    private FlowPage(Flow flow, RecordNames names) {
        this.flow = flow;
        this.names = names;
    }

    static DocumentPage of(Flow flow, RecordNames names, Optional<Example> example) {
        FlowPage page = new FlowPage(flow, names);
        page.head();
        page.blocks.add(new Block.Heading("Rules"));
        page.blocks.add(new Block.Bullets(FlowRules.of(flow, names)));
        page.properties();
        page.policies();
        page.switchedOff();
        example.ifPresent(shown -> page.blocks.addAll(shown.blocks(names, page.addsRows(shown))));
        return new DocumentPage(flow.id(), names.source() + " and " + names.target(), "index", page.blocks);
    }

    private void head() {
        blocks.add(new Block.Paragraph(Line.plain(flow.description())));
        List<List<Line>> facts = new ArrayList<>();
        facts.add(List.of(Line.plain("Flow"), Line.code(flow.id())));
        facts.add(List.of(Line.plain("Source"), Line.code(flow.source().toString())));
        facts.add(List.of(Line.plain("Target"), Line.code(flow.target().toString())));
        if (!flow.documented().sections().isEmpty()) {
            facts.add(List.of(
                    Line.plain("From"),
                    Line.plain(flow.documented().sections().stream()
                            .map(Documented.Section::id)
                            .collect(Collectors.joining(", ")))));
        }
        flow.schedule().ifPresent(cron -> facts.add(List.of(Line.plain("Schedule"), Line.code(cron))));
        blocks.add(new Block.Table(List.of("", ""), facts));
    }

    private void properties() {
        blocks.add(new Block.Heading("Properties"));
        if (flow.rows().isEmpty()) {
            blocks.add(
                    new Block.Paragraph(Line.plain("No property is kept in step: the flow keeps the records and their"
                            + " links alone. A site adds rows under extra in the flow's file.")));
            return;
        }
        Map<String, String> lines = new LinkedHashMap<>();
        flow.documented().properties().stream()
                .filter(property -> property.off().isEmpty())
                .forEach(property -> lines.put(
                        property.row().id(),
                        property.lines().stream().map(Documented.Line::id).collect(Collectors.joining(", "))));
        blocks.add(new Block.Table(
                List.of(names.source(), names.target(), "Type", "How", "From"),
                flow.rows().stream()
                        .map(row -> List.of(
                                row.source() == null ? Line.EMPTY : Line.code(row.source()),
                                Line.code(row.target()),
                                Line.plain(RowWords.type(row)),
                                RowWords.how(row),
                                Line.plain(lines.getOrDefault(row.id(), ""))))
                        .toList()));
    }

    private void policies() {
        if (!flow.rows().isEmpty()) {
            blocks.add(new Block.Heading("When two values differ"));
            List<Line> lines = new ArrayList<>();
            lines.addAll(policy("When two records are linked: ", row -> RowWords.firstMerge(row.firstMerge())));
            lines.addAll(policy("When both were edited differently: ", row -> RowWords.conflict(row.conflict())));
            blocks.add(new Block.Bullets(lines));
        }
    }

    /** One line for each policy, with the rows that have it if there is more than one. */
    private List<Line> policy(String when, Function<Row, String> words) {
        Map<String, List<Row>> rows =
                flow.rows().stream().collect(Collectors.groupingBy(words, LinkedHashMap::new, Collectors.toList()));
        return rows.entrySet().stream()
                .map(entry -> Line.of(when
                        + entry.getKey()
                        + (rows.size() == 1
                                ? "."
                                : " ("
                                        + entry.getValue().stream()
                                                .map(row -> "`" + row.target() + "`")
                                                .collect(Collectors.joining(", "))
                                        + ").")))
                .toList();
    }

    private boolean addsRows(Example example) {
        return example.values().stream().anyMatch(value -> flow.rows().stream()
                .noneMatch(row ->
                        value.source().equals(row.source()) && value.target().equals(row.target())));
    }

    private void switchedOff() {
        List<Line> lines = new ArrayList<>();
        flow.documented().matches().stream()
                .filter(match -> !match.off().isEmpty())
                .forEach(match -> lines.add(Line.of("the match "
                        + match.pairs().stream()
                                .map(pair -> "`" + pair.source() + "` = `" + pair.target() + "`")
                                .collect(Collectors.joining(" and "))
                        + ": " + match.off())));
        flow.documented().properties().stream()
                .filter(property -> !property.off().isEmpty())
                .forEach(property -> lines.add(Line.of("`" + property.row().source() + "` to `"
                        + property.row().target() + "`: " + property.off())));
        if (!lines.isEmpty()) {
            blocks.add(new Block.Heading("Switched off"));
            blocks.add(new Block.Bullets(lines));
        }
    }
}
