package io.tandem.app;

import io.tandem.fetch.Round;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The steps for the running routes: those of the current engine. Engines change only while the gate is closed, so a
 * round has one engine from its first step to its last.
 */
final class CurrentSteps {

    private static final String FETCH = "fetch";

    private final Supplier<Engine> engine;
    private final RoundGate gate;

    CurrentSteps(Supplier<Engine> engine, RoundGate gate) {
        this.engine = engine;
        this.gate = gate;
    }

    /** One bean for each name: of two, the registry finds the first. */
    void bind(Registry registry) {
        for (String name : engine.get().steps().keySet()) {
            Processor step =
                    name.equals(FETCH) ? this::fetch : exchange -> step(name).process(exchange);
            registry.bind(name, step);
        }
    }

    private Processor step(String name) {
        return engine.get().steps().get(name);
    }

    /** Begins a round. A scheduled round is left out while the gate is closed; the next tick comes. */
    private void fetch(Exchange exchange) throws Exception {
        if (exchange.getProperty(RoundGate.INSIDE) == null) {
            if (!gate.enterIfOpen()) {
                exchange.getMessage().setBody(Collections.emptyIterator());
                return;
            }
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    Optional.ofNullable(done.getProperty(Round.PROPERTY, Round.class))
                            .map(Round::over)
                            .orElseGet(() -> CompletableFuture.completedFuture(null))
                            .thenRun(gate::leave);
                }
            });
        }
        step(FETCH).process(exchange);
    }
}
