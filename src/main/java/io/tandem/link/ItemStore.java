package io.tandem.link;

import io.tandem.chunk.Item;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.record.RecordKey;
import io.tandem.store.Storing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what a step found out about the records of a chunk, and names those whose data the store refuses, so that they
 * are parked.
 */
public final class ItemStore {

    private static final Logger LOG = LoggerFactory.getLogger(ItemStore.class);

    /**
     * What stores some records in a transaction. It may run several times, each time after the last one was rolled
     * back.
     */
    public interface Work<R> {
        /** @param refused why the store refuses each of these; of them no more than that may be stored */
        R store(Handle handle, List<Item> good, Map<Item, Trouble> refused);
    }

    /**
     * What was committed.
     *
     * @param refused why the store refuses the data of each of these
     */
    public record Stored<R>(R result, Map<Item, Trouble> refused) {}

    private final Jdbi jdbi;

    public ItemStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Stores all that can be stored, in one transaction.
     *
     * @throws RuntimeException as the work throws it, if that is not about single items; nothing is stored then
     */
    public <R> Stored<R> store(Flow flow, List<Item> items, Work<R> work) {
        Map<Item, Trouble> troubles = new HashMap<>();
        R result = Storing.result(jdbi, items, (handle, good, refused) -> {
            troubles.clear();
            refused.forEach((item, why) -> troubles.put(item, trouble(flow, item, why)));
            return work.store(handle, good, troubles);
        });
        troubles.keySet().forEach(item -> LOG.warn("{}: parked, because the store refuses its data", key(flow, item)));
        return new Stored<>(result, troubles);
    }

    private static Trouble trouble(Flow flow, Item item, String why) {
        String reason = flow.id() + ": what came of " + key(flow, item) + " can't be stored: " + why
                + ". Correct the record or its partner in its system, then run: tandem retry";
        return new Trouble(item.side(), item.snapshot().id(), "", reason, false);
    }

    private static RecordKey key(Flow flow, Item item) {
        return flow.entity(item.side()).record(item.snapshot().id());
    }
}
