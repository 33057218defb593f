package io.tandem.system;

import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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

    /**
     * Reads records directly, in bulk where the API can. A record that can't be read hides no other.
     *
     * <p>Cost: a call for each batch, and one for each record that it leaves out; one that is refused is halved, until many
     * single reads failed and none went through.
     *
     * @param known as last seen: an address may name more of a record than its id
     * @throws SystemException if the system doesn't answer at all, or refuses the credentials
     */
    Reading readMany(Collection<SyncRecord> known, Set<String> properties);

    /** Direct reads of records of which only the ids are known. */
    default Reading readByIds(Collection<String> ids, Set<String> properties) {
        return readMany(
                ids.stream()
                        .map(id -> new SyncRecord(
                                facts().key().record(id), Values.none(), Instant.EPOCH, null, Presence.LIVE))
                        .toList(),
                properties);
    }

    /** Which of its system's servers it speaks to: where one is down, the others may do. By default all are one. */
    default String host() {
        return facts().key().system();
    }

    /**
     * Finds records by the external reference given at creation.
     *
     * <p>Cost: a call for each batch; one that is refused is halved, until many single ones failed and none went through.
     *
     * @return by reference: those found, and those of which it can't be known; what is in neither has no record
     */
    Reading lookUp(Collection<String> externalRefs, Set<String> properties);

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

    /**
     * How many calls the update of one record takes, the reads that belong to it included.
     *
     * @param property that is written; one that takes the plain call if the entity has no such
     */
    default int callsOfAnUpdate(String property) {
        return 1;
    }
}
