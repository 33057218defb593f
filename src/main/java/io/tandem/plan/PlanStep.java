package io.tandem.plan;

import io.tandem.chunk.Chunk;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Stands where {@code link} does: lets it save the chunk, then notes what the chunk came to. */
public final class PlanStep implements Processor {

    /** Exchange property: the items whose match is new. */
    private static final String MATCHED = "TandemPlanMatched";

    private final Processor link;
    private final Findings findings;

    public PlanStep(Processor link, Findings findings) {
        this.link = link;
        this.findings = findings;
    }

    /** Stands where {@code upsert} does, which stores new matches: remembers them first. */
    public static Processor beforeWrites(Processor upsert) {
        return exchange -> {
            Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
            exchange.setProperty(
                    MATCHED,
                    chunk.linked().stream()
                            .filter(item -> item.link().orElseThrow().id() == 0)
                            .collect(Collectors.toSet()));
            upsert.process(exchange);
        };
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        link.process(exchange);
        Set<?> matched = exchange.getProperty(MATCHED, Set.of(), Set.class);
        ItemNotes notes = new ItemNotes(chunk.flow(), findings);
        chunk.items().forEach(item -> notes.take(item, matched.contains(item)));
    }
}
