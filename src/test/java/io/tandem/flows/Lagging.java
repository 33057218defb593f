package io.tandem.flows;

import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A system whose lists show one record as it stood before. */
final class Lagging implements EntityClient {

    private final EntityClient inner;
    private SyncRecord before;

    Lagging(EntityClient inner) {
        this.inner = inner;
    }

    /** @param record as lists show it from now on; null for as it is */
    void lag(SyncRecord record) {
        before = record;
    }

    @Override
    public EntityFacts facts() {
        return inner.facts();
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

    @Override
    public List<SyncRecord> readMany(Collection<String> ids, Set<String> properties) {
        return inner.readMany(ids, properties);
    }

    @Override
    public Map<String, SyncRecord> lookUp(Collection<String> externalRefs, Set<String> properties) {
        return inner.lookUp(externalRefs, properties);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        return inner.write(writes, properties);
    }
}
