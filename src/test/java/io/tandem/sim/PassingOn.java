package io.tandem.sim;

import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Reading;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Passes every call on to another client; tests change what they are about. */
public abstract class PassingOn implements EntityClient {

    protected final EntityClient inner;

    protected PassingOn(EntityClient inner) {
        this.inner = inner;
    }

    @Override
    public EntityFacts facts() {
        return inner.facts();
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        inner.fetch(watermark, properties, pages);
    }

    @Override
    public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
        return inner.readMany(known, properties);
    }

    @Override
    public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
        return inner.lookUp(externalRefs, properties);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        return inner.write(writes, properties);
    }
}
