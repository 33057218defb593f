package io.tandem.upsert;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.flow.Side;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/** Writes what {@code transform} decided, in bulk; nothing when nothing changed. */
public final class UpsertStep implements Processor {

    private final Updates updates;
    private final Creates creates;

    public UpsertStep(Updates updates, Creates creates) {
        this.updates = updates;
        this.creates = creates;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        for (Side side : Side.values()) {
            updates.write(
                    chunk.flow(),
                    side,
                    chunk.linked().stream().filter(item -> !item.toCreate()).toList());
        }
        creates.write(chunk.flow(), chunk.open().stream().filter(Item::toCreate).toList());
    }
}
