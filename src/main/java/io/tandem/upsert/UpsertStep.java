package io.tandem.upsert;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Side;
import io.tandem.link.Conflicts;
import io.tandem.link.ItemStore;
import io.tandem.link.NewLinks;
import io.tandem.link.Wakes;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;

/** Writes what {@code transform} decided, in bulk; nothing when nothing changed. */
public final class UpsertStep implements Processor {

    private final ItemStore store;
    private final Clock clock;
    private final NewLinks newLinks;
    private final Updates updates;
    private final Creates creates;
    private final Deletes deletes;

    public UpsertStep(Jdbi jdbi, Clock clock, NewLinks newLinks, Updates updates, Creates creates, Deletes deletes) {
        this.store = new ItemStore(jdbi);
        this.clock = clock;
        this.newLinks = newLinks;
        this.deletes = deletes;
        this.updates = updates;
        this.creates = creates;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        storeNewLinks(chunk);
        foreseeConflicts(chunk);
        for (Side side : Side.values()) {
            deletes.write(chunk.flow(), side, chunk.linked());
        }
        for (Side side : Side.values()) {
            updates.write(
                    chunk.flow(),
                    side,
                    chunk.linked().stream().filter(item -> !item.toCreate()).toList());
        }
        creates.write(chunk.flow(), chunk.open().stream().filter(Item::toCreate).toList());
    }

    /** A write belongs to a link, which is stored before it. What was not met as a change is met again should the write fail. */
    private void storeNewLinks(Chunk chunk) {
        List<Item> writing = chunk.linked().stream()
                .filter(item -> item.link().orElseThrow().id() == 0
                        && item.outcomes().stream().anyMatch(RowOutcome.WriteTo.class::isInstance))
                .toList();
        if (!writing.isEmpty()) {
            store.store(chunk.flow(), writing, (h, good) -> {
                newLinks.store(h, chunk.flow(), good);
                Wakes.add(
                        h,
                        chunk.flow().id(),
                        chunk.from(),
                        good.stream()
                                .filter(item -> !item.changed())
                                .map(item -> item.seen().id())
                                .toList());
            });
        }
    }

    private void foreseeConflicts(Chunk chunk) {
        List<Item> settling = chunk.linked().stream()
                .filter(item -> item.outcomes().stream().anyMatch(Conflicts::settles))
                .toList();
        if (!settling.isEmpty()) {
            store.store(
                    chunk.flow(),
                    settling,
                    (h, good) -> good.forEach(item -> Conflicts.foresee(
                            h, chunk.flow(), item.link().orElseThrow(), item.outcomes(), clock.instant())));
        }
    }
}
