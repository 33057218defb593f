package io.tandem.plan;

import io.tandem.chunk.Chunk;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Stands where {@code link} does: lets it save the chunk, then notes what the chunk came to. */
final class PlanStep implements Processor {

    private final Processor link;
    private final Findings findings;

    PlanStep(Processor link, Findings findings) {
        this.link = link;
        this.findings = findings;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        link.process(exchange);
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        ItemNotes notes = new ItemNotes(chunk.flow(), findings);
        chunk.items().forEach(notes::take);
    }
}
