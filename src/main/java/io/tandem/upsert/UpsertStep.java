package io.tandem.upsert;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.flow.Side;
import io.tandem.link.Conflicts;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;

/** Writes what {@code transform} decided, in bulk; nothing when nothing changed. */
public final class UpsertStep implements Processor {

    private final Jdbi jdbi;
    private final Clock clock;
    private final Updates updates;
    private final Creates creates;
    private final Deletes deletes;

    public UpsertStep(Jdbi jdbi, Clock clock, Updates updates, Creates creates, Deletes deletes) {
        this.deletes = deletes;
        this.jdbi = jdbi;
        this.clock = clock;
        this.updates = updates;
        this.creates = creates;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
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

    private void foreseeConflicts(Chunk chunk) {
        List<Item> settling = chunk.linked().stream()
                .filter(item -> item.link().orElseThrow().id() > 0
                        && item.outcomes().stream().anyMatch(Conflicts::settles))
                .toList();
        if (!settling.isEmpty()) {
            jdbi.useTransaction(h -> settling.forEach(
                    item -> Conflicts.foresee(h, item.link().orElseThrow(), item.outcomes(), clock.instant())));
        }
    }
}
