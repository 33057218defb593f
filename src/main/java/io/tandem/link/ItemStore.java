package io.tandem.link;

import io.tandem.chunk.Item;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.record.RecordKey;
import io.tandem.store.Storing;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what a step found out about the records of a chunk. What is rolled back was never stored for them, so that a step
 * can be done again; those whose data the store refuses are left out of the chunk from then on, to be parked.
 */
public final class ItemStore {

    private static final Logger LOG = LoggerFactory.getLogger(ItemStore.class);

    private final Jdbi jdbi;

    public ItemStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param work stores some of the items; those that are refused are marked as such before its last time
     * @throws RuntimeException as the work throws it, if that is not about single items; all of them are as before then
     */
    public void store(Flow flow, List<Item> items, BiConsumer<Handle, List<Item>> work) {
        List<Runnable> marks = items.stream().map(Item::mark).toList();
        Storing.store(jdbi, items, () -> marks.forEach(Runnable::run), (handle, good, refused) -> {
                    refused.forEach((item, why) -> item.refused(trouble(flow, item, why)));
                    work.accept(handle, good);
                })
                .keySet()
                .forEach(item -> LOG.warn("{}: parked, because the store refuses its data", key(flow, item)));
    }

    private static Trouble trouble(Flow flow, Item item, String why) {
        String reason = flow.id() + ": what came of " + key(flow, item) + " can't be stored: " + why
                + ". Correct the record or its partner in its system, then run: tandem retry";
        return new Trouble(item.side(), item.seen().id(), "", reason, false);
    }

    private static RecordKey key(Flow flow, Item item) {
        return flow.entity(item.side()).record(item.seen().id());
    }
}
