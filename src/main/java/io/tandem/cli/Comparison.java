package io.tandem.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A source record, the targets that match it, and its rivals: other sources that match these too. Pure.
 *
 * @param targets by id, as last seen; so are the rivals
 */
record Comparison(Flow flow, Snapshot record, Map<String, Snapshot> targets, Map<String, Snapshot> rivals) {

    /** The record first. A line for each pair of properties that match or follow each other, marked where a choice shows. */
    List<SideBySide.Line> lines() {
        List<SideBySide.Line> lines = new ArrayList<>();
        if (!targets.isEmpty()) {
            lines.add(heading(Stream.concat(
                    Stream.of("record"),
                    Stream.concat(
                            targets.keySet().stream().map(id -> "candidate"),
                            rivals.keySet().stream().map(id -> "rival")))));
            lines.add(heading(Stream.concat(
                    Stream.of(record.id()), Stream.concat(targets.keySet().stream(), rivals.keySet().stream()))));
        }
        pairs().forEach((source, target) -> lines.add(line(source, target)));
        return lines;
    }

    private static SideBySide.Line heading(Stream<String> cells) {
        return new SideBySide.Line("", cells.toList(), false);
    }

    private SideBySide.Line line(String source, String target) {
        List<String> candidates =
                targets.values().stream().map(seen -> text(seen, target)).toList();
        List<String> sources = Stream.concat(Stream.of(record), rivals.values().stream())
                .map(seen -> text(seen, source))
                .toList();
        List<String> cells = new ArrayList<>(List.of(sources.get(0)));
        cells.addAll(candidates);
        cells.addAll(sources.subList(1, sources.size()));
        boolean differ = Stream.of(candidates, sources)
                .anyMatch(same -> same.stream().distinct().count() > 1);
        String label = targets.isEmpty() || source.equals(target) ? source : source + " / " + target;
        return new SideBySide.Line(label, cells, differ);
    }

    private Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        flow.match()
                .forEach(all ->
                        all.forEach(pair -> pairs.putIfAbsent(pair.property(Side.SOURCE), pair.property(Side.TARGET))));
        flow.rows().stream()
                .filter(row -> row.source() != null && row.target() != null)
                .forEach(row -> pairs.putIfAbsent(row.source(), row.target()));
        return pairs;
    }

    private static String text(Snapshot seen, String property) {
        JsonNode value = seen.record().values().get(property);
        return Values.isEmpty(value) ? "" : Values.text(value);
    }
}
