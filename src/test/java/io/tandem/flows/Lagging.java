package io.tandem.flows;

import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.PassingOn;
import io.tandem.system.EntityClient;
import io.tandem.system.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A system whose lists show one record as it stood before. */
final class Lagging extends PassingOn {

    private SyncRecord before;

    Lagging(EntityClient inner) {
        super(inner);
    }

    /** @param record as lists show it from now on; null for as it is */
    void lag(SyncRecord record) {
        before = record;
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        inner.fetch(
                watermark,
                properties,
                page -> pages.accept(new Page(
                        page.records().stream().map(r -> listed(r, properties)).toList(),
                        page.watermark(),
                        page.clockOffset())));
    }

    private SyncRecord listed(SyncRecord record, Set<String> properties) {
        if (before == null || !before.key().equals(record.key())) {
            return record;
        }
        Map<String, com.fasterxml.jackson.databind.JsonNode> values = new HashMap<>();
        properties.forEach(p -> values.put(p, before.values().get(p)));
        return before.withValues(Values.of(values));
    }
}
