package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.record.SyncRecord;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vendor works on 30 jobs at once, and refuses the next one. */
class ZendeskJobsTest extends DescriptorContract {

    private static final int MOST = 30;

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.zendesk();
    }

    /** A chunk writes a side in one call after the other, and waits for each one's job. */
    @Test
    void shippedFlowsHaveFewerChunksUnderWay() {
        List<Fault> faults = new ArrayList<>();
        List<Flow> flows =
                new FlowFiles(systems.facts(), faults).load(Path.of("").toAbsolutePath(), true);
        assertThat(faults).isEmpty();
        int chunks = flows.stream()
                .filter(flow -> flow.source().system().equals("zendesk")
                        || flow.target().system().equals("zendesk"))
                .mapToInt(Flow::parallel)
                .sum();
        assertThat(chunks).isPositive().isLessThanOrEqualTo(MOST);
    }

    @Test
    void aJobTooManyIsSentAgain() {
        String ticket = person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"a\"}}")
                .path("ticket")
                .path("id")
                .asText();
        SyncRecord seen = read("tickets", ticket, "subject");
        calls.clear();
        system().faults().set(InjectedFaults.Kind.TOO_MANY, 1, "PUT", ".*update_many.*");
        written(update("tickets", seen, text("subject", "b")));
        assertThat(lines())
                .filteredOn(line -> line.equals("PUT /api/v2/tickets/update_many.json"))
                .hasSize(2);
    }
}
