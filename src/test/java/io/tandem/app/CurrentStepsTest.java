package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Tuning;
import io.tandem.kit.TestDatabase;
import io.tandem.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A round on a schedule goes through the gate: Camel's registry keeps the first of two beans of one name. */
class CurrentStepsTest {

    @Test
    void aScheduledRound_isLeftOutWhileTheGateIsClosed() throws Exception {
        try (Database store = TestDatabase.H2.open();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            Engine.Wiring nothing = new Engine.Wiring(List.of(), key -> null, key -> null, Runnable::run);
            Engine engine = Engine.started(store, nothing, Clock.systemUTC(), Tuning.DEFAULT);
            RoundGate gate = new RoundGate(engine.leases());
            new CurrentSteps(() -> engine, gate).bind(camel.getRegistry());
            assertThat(gate.close(Duration.ofSeconds(30))).isTrue();

            Exchange round = new DefaultExchange(camel);
            camel.getRegistry().lookupByNameAndType("fetch", Processor.class).process(round);

            assertThat(round.getMessage().getBody()).isSameAs(Collections.emptyIterator());
            engine.leases().close();
        }
    }
}
