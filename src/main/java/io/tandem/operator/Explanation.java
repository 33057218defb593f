package io.tandem.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.RecordKey;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.History;
import io.tandem.store.Links;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * Why a record looks as it does (rule 18): its links with the last agreed and last seen values, and what happened. It
 * holds values: for the operator at the shell. What the console shows has none: {@link #happened}.
 *
 * @param known whether any flow has ever seen the record
 */
public record Explanation(RecordKey record, boolean known, List<Pair> links, List<Entry> history) {

    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_SHOWN = 200;

    /** A link of the record; rows are empty while it has no target. {@code deleted}: records that are gone while it stands. */
    public record Pair(Lists.LinkRow link, List<Property> properties, List<String> deleted) {
        Map<String, Object> asMap() {
            Map<String, Object> map = fields(link);
            map.put("properties", properties);
            return map;
        }
    }

    /**
     * A mapped property: what both sides showed when they last agreed, null if they never did, and what they show now.
     *
     * @param from the lines of documents that the row comes from, {@code <document>#<section>.<row>}
     */
    public record Property(
            String row,
            List<String> from,
            @JsonProperty("agreed_source") JsonNode agreedSource,
            @JsonProperty("agreed_target") JsonNode agreedTarget,
            JsonNode source,
            JsonNode target) {}

    /** An event, as {@code explain --json} shows it; properties are joined by commas. */
    public record HappenedRow(
            String at,
            String flow,
            String event,
            String record,
            String property,
            String origin,
            String because,
            String who) {

        static HappenedRow of(Entry entry) {
            return new HappenedRow(
                    entry.at().toString(),
                    entry.flow(),
                    entry.event().word(),
                    text(entry.record()),
                    entry.changes().stream().map(Change::property).collect(Collectors.joining(", ")),
                    text(entry.origin()),
                    entry.because(),
                    entry.who());
        }

        static Map<String, Object> withValues(Entry entry) {
            Map<String, Object> map = fields(of(entry));
            map.put("changes", entry.changes());
            return map;
        }

        private static String text(RecordKey key) {
            return key == null ? "" : key.toString();
        }
    }

    /** Cost: a query and two snapshots for each flow on the record's entity, and its history. */
    public static Explanation of(Jdbi jdbi, Feeds feeds, Collection<Flow> flows, RecordKey record) {
        List<Pair> pairs = new ArrayList<>();
        boolean seen = false;
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                if (flow.entity(side).equals(record.entity())) {
                    link(jdbi, flow, side, record.id()).ifPresent(link -> pairs.add(pair(feeds, flow, link)));
                    seen |= !feeds.snapshots(record.entity(), List.of(record.id()))
                            .isEmpty();
                }
            }
        }
        List<Entry> history = jdbi.withHandle(h -> History.of(h, record, MOST_EVENTS));
        return new Explanation(record, seen || !pairs.isEmpty() || !history.isEmpty(), pairs, history);
    }

    /** For the console: the newest events of a record, or of a flow if no record is named; newest first, without values. */
    public static List<HappenedRow> happened(Jdbi jdbi, Flow flow, Optional<RecordKey> record) {
        List<Entry> entries = jdbi.withHandle(h -> record.map(key -> History.of(h, key, MOST_SHOWN))
                .orElseGet(() -> History.of(h, flow.id(), MOST_SHOWN)));
        List<HappenedRow> rows =
                new ArrayList<>(entries.stream().map(HappenedRow::of).toList());
        Collections.reverse(rows);
        return rows;
    }

    private static Map<String, Object> fields(Object row) {
        return Json.MAPPER.convertValue(row, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** What happened in a flow last; no links. */
    public static Explanation of(Jdbi jdbi, Flow flow) {
        return new Explanation(null, true, List.of(), jdbi.withHandle(h -> History.of(h, flow.id(), MOST_EVENTS)));
    }

    private static Optional<Link> link(Jdbi jdbi, Flow flow, Side side, String id) {
        return Optional.ofNullable(jdbi.withHandle(h -> Links.holding(h, flow.id(), side, List.of(id)))
                .get(id));
    }

    private static Pair pair(Feeds feeds, Flow flow, Link link) {
        Optional<Snapshot> source = snapshot(feeds, flow, Side.SOURCE, link);
        Optional<Snapshot> target = snapshot(feeds, flow, Side.TARGET, link);
        return new Pair(
                Lists.row(flow, link),
                flow.rows().stream()
                        .map(row -> property(flow, row, link.baseline().row(row.id()), source, target))
                        .toList(),
                link.state() == LinkState.LINKED
                        ? Stream.of(source, target)
                                .flatMap(Optional::stream)
                                .filter(seen -> seen.record().presence() == Presence.DELETED)
                                .map(seen -> seen.record().key().toString())
                                .toList()
                        : List.of());
    }

    private static Optional<Snapshot> snapshot(Feeds feeds, Flow flow, Side side, Link link) {
        String id = link.recordId(side);
        return id == null
                ? Optional.empty()
                : Optional.ofNullable(
                        feeds.snapshots(flow.entity(side), List.of(id)).get(id));
    }

    private static Property property(
            Flow flow,
            Row row,
            Optional<Baseline.Agreed> agreed,
            Optional<Snapshot> source,
            Optional<Snapshot> target) {
        return new Property(
                row.id(),
                flow.documented().linesOf(row),
                agreed.map(Baseline.Agreed::source).orElse(null),
                agreed.map(Baseline.Agreed::target).orElse(null),
                value(source, row.source()),
                value(target, row.target()));
    }

    private static JsonNode value(Optional<Snapshot> seen, String property) {
        return property == null
                ? null
                : seen.map(s -> s.record().values().get(property)).orElse(null);
    }

    /** With values; for the shell. */
    public Map<String, Object> asDocument(String asked) {
        return Map.of(
                "record",
                asked,
                "links",
                links.stream().map(Pair::asMap).toList(),
                "history",
                history.stream().map(HappenedRow::withValues).toList());
    }
}
