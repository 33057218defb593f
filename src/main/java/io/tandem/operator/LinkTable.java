package io.tandem.operator;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.store.References;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Links as a table: CSV in UTF-8, keys in full. {@code flow} may be left out where the two entities name one flow alone;
 * without {@code state} a row is {@code linked}. Checks all that the file itself can show.
 */
public final class LinkTable {

    public static final String HEADER = "flow,source,target,state";

    /** A link that is wanted, and the line that wants it. */
    record Row(int line, Flow flow, Link link) {}

    private final CsvTable table;
    private final Collection<Flow> flows;
    private final Set<EntityKey> entities;
    private final Instant since;
    private final References ids;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    LinkTable(CsvTable table, Collection<Flow> flows, References ids, Instant since) {
        this.ids = ids;
        this.table = table;
        this.flows = flows;
        this.entities = flows.stream()
                .flatMap(flow -> Arrays.stream(Side.values()).map(flow::entity))
                .collect(Collectors.toSet());
        this.since = since;
    }

    static CsvTable csv(String file) {
        return new CsvTable(file, HEADER, List.of("flow", "state"));
    }

    /** One row as this reads it. */
    public static String line(String flow, String source, String target, String state) {
        return CsvTable.line(flow, source, target, state);
    }

    /** The rows without fault; the table knows the others. */
    List<Row> read(Reader text) throws IOException {
        table.read(text, this::row);
        return rows;
    }

    private void row(CsvTable.Row row) {
        Optional<LinkState> state = state(row);
        boolean started = state.filter(LinkState.CREATING::equals).isPresent();
        boolean ofTarget = started && row.cell("source").isEmpty();
        if (started && !ofTarget && !row.cell("target").isEmpty()) {
            table.fault(row.line(), "a link that is creating has one record only; its partner is not made yet");
            return;
        }
        Optional<RecordKey> source = ofTarget ? Optional.empty() : table.key(row, "source", entities, ids);
        Optional<RecordKey> target = started && !ofTarget ? Optional.empty() : table.key(row, "target", entities, ids);
        boolean readable = (ofTarget || source.isPresent()) && (started && !ofTarget || target.isPresent());
        if (state.isPresent() && readable) {
            flow(row, source, target)
                    .ifPresent(flow -> take(row.line(), flow, link(flow, source, target, state.get())));
        }
    }

    private Optional<LinkState> state(CsvTable.Row row) {
        String word = row.cell("state");
        Optional<LinkState> state = word.isEmpty()
                ? Optional.of(LinkState.LINKED)
                : Arrays.stream(LinkState.values())
                        .filter(s -> s.word().equals(word))
                        .findFirst();
        if (state.isEmpty()) {
            table.fault(
                    row.line(),
                    "unknown state " + word + ". Known: "
                            + Arrays.stream(LinkState.values())
                                    .map(LinkState::word)
                                    .collect(Collectors.joining(", ")));
        }
        return state;
    }

    private Optional<Flow> flow(CsvTable.Row row, Optional<RecordKey> source, Optional<RecordKey> target) {
        String id = row.cell("flow");
        List<Flow> fitting = flows.stream()
                .filter(flow ->
                        source.map(key -> flow.source().equals(key.entity())).orElseGet(flow::createBoth))
                .filter(flow ->
                        target.isEmpty() || flow.target().equals(target.get().entity()))
                .toList();
        Optional<Flow> found = id.isEmpty() && fitting.size() == 1
                ? Optional.of(fitting.get(0))
                : fitting.stream().filter(flow -> flow.id().equals(id)).findFirst();
        if (found.isEmpty()) {
            table.fault(row.line(), noFlow(id, source.map(RecordKey::entity), target.map(RecordKey::entity), fitting));
        }
        return found;
    }

    private String noFlow(String id, Optional<EntityKey> source, Optional<EntityKey> target, List<Flow> fitting) {
        String pair = Stream.concat(source.stream(), target.stream())
                .map(EntityKey::toString)
                .collect(Collectors.joining(" with "));
        Set<String> known = flows.stream().map(Flow::id).collect(Collectors.toSet());
        Set<String> fit = fitting.stream().map(Flow::id).collect(Collectors.toSet());
        if (!id.isEmpty() && !known.contains(id)) {
            return "unknown flow " + id + ". Known: " + CsvTable.names(known);
        }
        if (fit.isEmpty()) {
            return "no flow links " + pair + "; the flow's source stands in the column source. Known: "
                    + CsvTable.names(known);
        }
        return (id.isEmpty() ? "several flows link " : id + " does not link ") + pair
                + ". Name one in the column flow: " + CsvTable.names(fit);
    }

    private Link link(Flow flow, Optional<RecordKey> source, Optional<RecordKey> target, LinkState state) {
        if (source.isPresent() && target.isPresent()) {
            return Link.imported(flow.id(), source.get().id(), target.get().id(), since)
                    .withState(state);
        }
        Side of = source.isPresent() ? Side.SOURCE : Side.TARGET;
        String id = source.or(() -> target).orElseThrow().id();
        return Link.creating(flow.id(), of, id, UUID.randomUUID().toString(), since);
    }

    private void take(int line, Flow flow, Link link) {
        if (once(line, link, link.sourceId() + " " + link.targetId(), "this pair stands in line %s already")
                && (link.state() == LinkState.UNLINKED || alone(line, flow, link))) {
            rows.add(new Row(line, flow, link));
        }
    }

    private boolean alone(int line, Flow flow, Link link) {
        boolean alone = true;
        for (Side side : Side.values()) {
            if (link.recordId(side) != null) {
                String key = flow.entity(side).record(link.recordId(side)).toString();
                alone &= once(
                        line, link, side + key, key + " stands in line %s already; links are one to one within a flow");
            }
        }
        return alone;
    }

    private boolean once(int line, Link link, String what, String otherwise) {
        Integer before = lines.putIfAbsent(link.flow() + " " + what, line);
        if (before != null) {
            table.fault(line, otherwise.replace("%s", before.toString()));
        }
        return before == null;
    }
}
