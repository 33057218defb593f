package io.tandem.store;

import io.tandem.record.StoredJson;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** When the properties of a stored snapshot changed. Read when somebody asks: a full pass compares values, and asks of few. */
final class ChangeTimes extends AbstractMap<String, Instant> {

    private final String json;
    private volatile Map<String, Instant> times;

    /** @param json as {@link #text} wrote it */
    ChangeTimes(String json) {
        this.json = json;
    }

    /** JSON: milliseconds since 1970 by property. */
    static String text(Map<String, Instant> times) {
        if (times instanceof ChangeTimes stored) {
            return stored.json;
        }
        return StoredJson.text(to -> {
            to.writeStartObject();
            for (Map.Entry<String, Instant> time : times.entrySet()) {
                to.writeNumberField(time.getKey(), time.getValue().toEpochMilli());
            }
            to.writeEndObject();
        });
    }

    private Map<String, Instant> times() {
        Map<String, Instant> known = times;
        if (known == null) {
            Map<String, Instant> read = new HashMap<>();
            StoredJson.members(
                    json,
                    "times of changes",
                    (property, ms) -> read.put(property, Instant.ofEpochMilli(ms.getLongValue())));
            known = Map.copyOf(read);
            times = known;
        }
        return known;
    }

    @Override
    public Set<Entry<String, Instant>> entrySet() {
        return times().entrySet();
    }

    @Override
    public Instant get(Object property) {
        return times().get(property);
    }

    @Override
    public boolean containsKey(Object property) {
        return times().containsKey(property);
    }
}
