package io.tandem.match;

import io.tandem.chunk.Chunk;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds each record's partner: the stored link first, then the flow's match rows; else says whether one is to be created.
 *
 * <p>Shape: a chunk in; the same out, each record that isn't skipped with its {@link io.tandem.chunk.Verdict}. Cost: one
 * query for links; where records have none, up to four for match keys, one for pairs that were unlinked, and one where creates may be held back. Changes nothing.
 */
public final class MatchStep implements Processor {

    private final Jdbi jdbi;
    private final Clock clock;

    public MatchStep(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        exchange.getMessage().setBody(jdbi.withHandle(h -> Verdicts.of(h, chunk, clock.instant())));
    }
}
