package io.tandem.flows;

import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A process that dies when it writes.
 *
 * @param written whether the write takes effect first
 */
record Dying(EntityClient inner, boolean written) implements EntityClient {
    @Override
    public EntityFacts facts() {
        return inner.facts();
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        inner.fetch(watermark, properties, pages);
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
        if (written) {
            inner.write(writes, properties);
        }
        throw new IllegalStateException("nothing came to pass any more");
    }
}
