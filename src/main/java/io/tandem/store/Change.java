package io.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.Json;
import io.tandem.record.StoredJson;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One property of an event. Long values are kept by their beginning.
 *
 * @param before its value before a write; in a conflict the source's
 * @param after the value written; in a conflict the target's
 */
public record Change(String property, JsonNode before, JsonNode after) {

    private static final int LONGEST = 1_000;

    public Change {
        before = kept(before);
        after = kept(after);
    }

    /** What a new record was made of. */
    public static List<Change> created(Values values) {
        return values.properties().stream()
                .map(property -> new Change(property, null, values.get(property)))
                .toList();
    }

    private static JsonNode kept(JsonNode value) {
        if (value == null) {
            return NullNode.instance;
        }
        String text = Values.text(value);
        return text.length() > LONGEST ? TextNode.valueOf(text.substring(0, LONGEST) + "…") : value;
    }

    static String toJson(Collection<Change> changes) {
        return StoredJson.text(to -> {
            to.writeStartArray();
            for (Change change : changes) {
                to.writeStartArray();
                to.writeString(change.property());
                StoredJson.write(to, change.before());
                StoredJson.write(to, change.after());
                to.writeEndArray();
            }
            to.writeEndArray();
        });
    }

    static List<Change> fromJson(String text) {
        try {
            List<Change> changes = new ArrayList<>();
            Json.MAPPER
                    .readTree(text)
                    .forEach(c -> changes.add(new Change(c.get(0).textValue(), c.get(1), c.get(2))));
            return changes;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a history that is not JSON", e);
        }
    }
}
