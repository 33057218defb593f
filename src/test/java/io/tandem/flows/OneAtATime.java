package io.tandem.flows;

import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.system.Page;
import io.tandem.system.Reading;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Calls of a model are made one by one; what a test does before and after a write may happen to several at once. */
abstract class OneAtATime extends PassingOn {

    OneAtATime(ModelEntity inner) {
        super(inner);
    }

    void beforeWrite(List<Write> writes) throws Exception {}

    void afterWrite(List<Write> writes) {}

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        try {
            beforeWrite(writes);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        List<WriteResult> results;
        synchronized (inner) {
            results = inner.write(writes, properties);
        }
        afterWrite(writes);
        return results;
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        synchronized (inner) {
            inner.fetch(watermark, properties, pages);
        }
    }

    @Override
    public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
        synchronized (inner) {
            return inner.readMany(known, properties);
        }
    }

    @Override
    public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
        synchronized (inner) {
            return inner.lookUp(externalRefs, properties);
        }
    }
}
