package io.tandem.chunk;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.StoredJson;
import io.tandem.record.Values;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * For each row of a link, the last agreed value as each side shows it (semantics, "Words"). Immutable.
 *
 * <p>A row without entry has never been agreed on: it merges by rule 4.
 */
public final class Baseline {

    /** The agreed value as the source shows it and as the target shows it, both canonical. */
    public record Agreed(JsonNode source, JsonNode target) {
        public Agreed {
            source = Values.canonical(source);
            target = Values.canonical(target);
        }
    }

    private static final Baseline EMPTY = new Baseline(new TreeMap<>());

    private final TreeMap<String, Agreed> byRow;
    /** Made once: the baseline of a create is stored before its call, and mostly unchanged after it. */
    private volatile String json;

    private Baseline(TreeMap<String, Agreed> byRow) {
        this.byRow = byRow;
    }

    public static Baseline empty() {
        return EMPTY;
    }

    public Optional<Agreed> row(String rowId) {
        return Optional.ofNullable(byRow.get(rowId));
    }

    public Map<String, Agreed> rows() {
        return Collections.unmodifiableMap(byRow);
    }

    /**
     * Notes what a row agreed on. From now on this row supplies its target. Other sources of the same target lose their
     * entry, because an old value would look like the agreed one.
     */
    public Baseline with(Row row, JsonNode source, JsonNode target) {
        TreeMap<String, Agreed> copy = new TreeMap<>(byRow);
        if (row.direction().writes(Side.TARGET)) {
            copy.keySet().removeIf(id -> id.endsWith(Row.ARROW + row.target()));
        }
        copy.put(row.id(), new Agreed(source, target));
        return new Baseline(copy);
    }

    public String toJson() {
        String text = json;
        if (text == null) {
            text = text();
            json = text;
        }
        return text;
    }

    /** Most often both sides show the same: then it stands there once. */
    private String text() {
        return StoredJson.text(to -> {
            to.writeStartObject();
            for (Map.Entry<String, Agreed> row : byRow.entrySet()) {
                to.writeArrayFieldStart(row.getKey());
                Agreed agreed = row.getValue();
                StoredJson.write(to, agreed.source());
                if (!agreed.target().equals(agreed.source())) {
                    StoredJson.write(to, agreed.target());
                }
                to.writeEndArray();
            }
            to.writeEndObject();
        });
    }

    public static Baseline fromJson(String text) {
        TreeMap<String, Agreed> rows = new TreeMap<>();
        StoredJson.members(text, "a baseline", (row, values) -> {
            values.nextToken();
            JsonNode source = StoredJson.value(values);
            JsonNode target = source;
            if (values.nextToken() != JsonToken.END_ARRAY) {
                target = StoredJson.value(values);
                values.nextToken();
            }
            rows.put(row, new Agreed(source, target));
        });
        return new Baseline(rows);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Baseline baseline && byRow.equals(baseline.byRow);
    }

    @Override
    public int hashCode() {
        return byRow.hashCode();
    }

    @Override
    public String toString() {
        return "Baseline" + byRow.keySet();
    }
}
