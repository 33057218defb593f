package io.tandem.flows;

import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A system whose writes take so long that something else happens before they are answered. */
final class Meanwhile implements EntityClient {

    private static final WriteResult REFUSED =
            new WriteResult.Refused(new Refusal(Refusal.Kind.INVALID, "not like this", null));

    private final EntityClient inner;
    private final Deque<Runnable> happening = new ArrayDeque<>();
    private boolean refusing;

    Meanwhile(EntityClient inner) {
        this.inner = inner;
    }

    /** Happens during the next write, once. */
    void happens(Runnable something) {
        happening.add(something);
    }

    /** From now on writes are refused, or not any more. */
    void refuse(boolean all) {
        refusing = all;
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
    public List<SyncRecord> readMany(Collection<String> ids, Set<String> properties) {
        return inner.readMany(ids, properties);
    }

    @Override
    public Map<String, SyncRecord> lookUp(Collection<String> externalRefs, Set<String> properties) {
        return inner.lookUp(externalRefs, properties);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        List<WriteResult> results = refusing
                ? writes.stream().<WriteResult>map(write -> REFUSED).toList()
                : inner.write(writes, properties);
        Runnable something = happening.poll();
        if (something != null) {
            something.run();
        }
        return results;
    }
}
