package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.store.Database;
import java.time.Clock;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

/** The exchange contract: an engineer's own step may stand between any two of ours, and leave records out. */
class OwnStepFlowTest extends BareContextSupport {

    private static final String FLOW = "zendesk-tickets--custompms-project";

    private static final Processor LEAVE_OUT_DOTS =
            exchange -> exchange.getMessage().getBody(Chunk.class).open().stream()
                    .filter(item -> item.snapshot()
                            .record()
                            .values()
                            .get("subject")
                            .asText()
                            .startsWith("."))
                    .forEach(item -> item.skip("begins with a dot"));

    @Test
    void leavesOutWhatAnEngineersStepSkips_untilItChanges() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
                Database database = TestDatabase.H2.open()) {
            Person person = new Person(sandbox);
            ShippedRoutes routes = new ShippedRoutes(context(), database, sandbox, FLOW);
            context().getRegistry().bind("leaveOutDots", LEAVE_OUT_DOTS);
            routes.load(
                    "routes/systems.camel.yaml",
                    "routes/error-handling.camel.yaml",
                    "src/test/resources/routes/own-step.camel.yaml");
            person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"plain\"}}");
            String hidden = person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\".hidden\"}}")
                    .path("ticket")
                    .path("id")
                    .asText();

            assertThat(routes.sync()).isEmpty();
            assertThat(projects(person)).isEqualTo(1);

            person.zendesk("PUT", "tickets/" + hidden + ".json", "{\"ticket\":{\"subject\":\"no longer hidden\"}}");
            assertThat(routes.sync()).isEmpty();
            assertThat(projects(person)).isEqualTo(2);
            context().stop();
        }
    }

    @Test
    void anErrorInAnEngineersStep_isAFailureOfTheRound() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
                Database database = TestDatabase.H2.open()) {
            Person person = new Person(sandbox);
            ShippedRoutes routes = new ShippedRoutes(context(), database, sandbox, FLOW);
            context().getRegistry().bind("leaveOutDots", (Processor) exchange -> {
                throw new StackOverflowError("a test says so");
            });
            routes.load(
                    "routes/systems.camel.yaml",
                    "routes/error-handling.camel.yaml",
                    "src/test/resources/routes/own-step.camel.yaml");
            person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"plain\"}}");
            assertThat(routes.sync()).containsExactly("StackOverflowError, see the log");
            assertThat(projects(person)).isZero();
            context().stop();
        }
    }

    private static int projects(Person person) {
        return person.pms("GET", "projects", null).path("items").size();
    }
}
