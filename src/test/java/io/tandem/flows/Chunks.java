package io.tandem.flows;

import io.tandem.chunk.Chunk;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Hands a chunk to one step, as its route does. */
public final class Chunks {

    private Chunks() {}

    public static void process(Processor step, Chunk chunk) throws Exception {
        DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(chunk);
        step.process(exchange);
    }
}
