package io.tandem.kit;

import io.tandem.chunk.Chunk;
import io.tandem.fetch.Round;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;

/** Hands a chunk to one step, as its route does. */
public final class Chunks {

    private Chunks() {}

    /** @return the chunk as the step leaves it */
    public static Chunk process(Processor step, Chunk chunk) throws Exception {
        return process(step, chunk, null);
    }

    /**
     * @param round that the chunk belongs to; null if to none
     * @return the chunk as the step leaves it
     */
    public static Chunk process(Processor step, Chunk chunk, Round round) throws Exception {
        DefaultExchange exchange = new DefaultExchange(Contexts.bare());
        exchange.setProperty(Round.PROPERTY, round);
        exchange.getMessage().setBody(chunk);
        step.process(exchange);
        return exchange.getMessage().getMandatoryBody(Chunk.class);
    }
}
