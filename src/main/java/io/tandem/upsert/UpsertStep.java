package io.tandem.upsert;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.fetch.Round;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Writes what {@code transform} decided, in bulk; nothing when nothing changed.
 *
 * <p>Shape: a chunk in; the same out, each record that isn't skipped with its {@link io.tandem.chunk.Effects}. A record's
 * failure is one of these. Cost: one transaction before the first write; then the calls of each side: deletes, updates,
 * creates. It can be done again: what was written and not stored is found, and not written twice (rules 8 and 10).
 */
public final class UpsertStep implements Processor {

    private final WriteAhead ahead;
    private final Updates updates;
    private final Creates creates;
    private final Deletes deletes;

    public UpsertStep(WriteAhead ahead, Updates updates, Creates creates, Deletes deletes) {
        this.ahead = ahead;
        this.updates = updates;
        this.creates = creates;
        this.deletes = deletes;
    }

    /**
     * @throws io.tandem.system.SystemException if a system can't be reached; what was sent stays in the store as under
     * way
     * @throws io.tandem.flow.RoundStopped if another worker writes one of the records for longer than wait.write
     */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        Map<Item, Writing> writings = new LinkedHashMap<>();
        chunk.open().forEach(item -> writings.put(item, new Writing(item, chunk.place())));
        List<Writing> all = List.copyOf(writings.values());
        Optional.ofNullable(exchange.getProperty(Round.PROPERTY, Round.class))
                .ifPresentOrElse(
                        round -> round.counting(() -> write(chunk, all, round::renewLease)),
                        () -> write(chunk, all, () -> {}));
        exchange.getMessage()
                .setBody(chunk.with(
                        item -> writings.containsKey(item) ? writings.get(item).written() : item));
    }

    /** @param stillOurs fails if another process has worked on the flow since the chunk was read */
    private void write(Chunk chunk, List<Writing> all, Runnable stillOurs) {
        Flow flow = chunk.flow();
        List<Writing> missing = creates.notMadeYet(flow, all);
        List<Writing> toCreate = creates.begin(flow, missing, some -> {
            stillOurs.run();
            ahead.record(chunk, all, some);
        });
        try {
            for (Side side : Side.values()) {
                deletes.write(flow, side, all);
            }
            for (Side side : Side.values()) {
                updates.write(flow, side, all);
            }
            creates.write(flow, toCreate, all);
        } catch (RuntimeException e) {
            if (succeeds(stillOurs)) {
                ahead.takeBack(chunk.place(), all, e);
            }
            throw e;
        }
    }

    /** Another process may have passed by a record because of its create: then that stays, and is looked up. */
    private static boolean succeeds(Runnable stillOurs) {
        try {
            stillOurs.run();
            return true;
        } catch (RuntimeException lost) {
            return false;
        }
    }
}
