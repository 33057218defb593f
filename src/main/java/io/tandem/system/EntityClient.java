package io.tandem.system;

import io.tandem.record.SyncRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads and writes one entity through its system's route. Thread-safe.
 *
 * <p>All methods throw {@link SystemException} when the system as a whole fails; what concerns one record is in the
 * result.
 */
public interface EntityClient {

    EntityFacts facts();

    /**
     * Walks the entity's changes since a watermark, or all of it.
     *
     * <p>Cost: one call a page. Pages are handed over one by one and not kept; the walk ends where the API says so or
     * where a page repeats itself.
     *
     * @param watermark of an earlier {@link Page}; null for a full fetch
     * @param properties wanted in the records
     */
    void fetch(String watermark, Set<String> properties, Consumer<Page> pages);

    /** Reads records by id in bulk, deleted ones included where the API shows them; unknown ids are left out. */
    List<SyncRecord> readMany(Collection<String> ids, Set<String> properties);

    /** Finds records by the external reference given at creation: reference to record; unknown ones are left out. */
    Map<String, SyncRecord> lookUp(Collection<String> externalRefs, Set<String> properties);

    /**
     * Writes in bulk where the API can, each write conditional on what was seen (rule 9).
     *
     * <p>Cost: ceil(n/batch) calls, and where the API has no condition one bulk read before, and where its answer
     * carries no record one bulk read after.
     *
     * @param properties wanted in the records of the results
     * @return one result for each write, in order
     */
    List<WriteResult> write(List<Write> writes, Set<String> properties);
}
