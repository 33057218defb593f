package io.tandem.link;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.RunCounts;
import io.tandem.fetch.Round;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Saves the result of a chunk in one transaction: links, baselines, snapshots of what was written, troubles and the
 * offset.
 *
 * <p>Shape: a chunk in; the same out, with the links as they are stored now. Cost: one transaction; a batch for each
 * kind of row. It can be done again: what was rolled back was never stored, and the chunk doesn't know of it.
 */
public final class LinkStep implements Processor {

    private final ChunkSave save;
    private final RunCounts counts;

    public LinkStep(ChunkSave save, RunCounts counts) {
        this.save = save;
        this.counts = counts;
    }

    /** @throws io.tandem.flow.RoundStopped.HeldElsewhere if another worker saved this chunk, or a link of it; nothing is stored then */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk saved = save.save(exchange.getMessage().getMandatoryBody(Chunk.class));
        exchange.getMessage().setBody(saved);
        // a failure that another try of a step got over: Camel keeps it, and the splitter would end the round with it
        exchange.removeProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        counts.count(
                saved,
                Optional.ofNullable(exchange.getProperty(Round.PROPERTY, Round.class))
                        .flatMap(Round::run));
    }
}
