package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.lang.management.ManagementFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a record costs, counted, not timed: calls, statements, and bytes that the working thread allocates. The limits are
 * what was measured, and a third more for allocation, which depends on what Java has compiled by then. A change that needs
 * more raises a limit here, and says why in {@code src/docs/benchmarks.md}.
 */
class CostPerRecordTest extends BareContextSupport {

    private static final String FLOW = "zendesk-tickets--custompms-project";
    private static final int TICKETS = 1_000;

    private final Recorder recorder = new Recorder();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private Sandbox sandbox;
    private Database database;
    private ShippedRoutes routes;

    /**
     * @param statements that were sent to the store; a batch counts once
     * @param kilobytes that were allocated for each record
     */
    private record Cost(int reads, int writes, long statements, long kilobytes) {}

    @BeforeEach
    void open() throws Exception {
        sandbox = Sandbox.start(new SandboxOptions(10, TICKETS, 0, false, null, Clock.systemUTC()));
        DriverManager.registerDriver(recorder);
        database = Database.open(recorder.url(TestDatabase.H2.migratedUrl()), TestDatabase.H2.user, "");
        routes = new ShippedRoutes(context(), database, sandbox, FLOW);
        routes.load("routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + FLOW + ".camel.yaml");
    }

    @AfterEach
    void shut() throws SQLException {
        context().stop();
        database.close();
        DriverManager.deregisterDriver(recorder);
        sandbox.close();
    }

    /** By all threads that live: chunks are worked on in those of a pool. */
    private long allocated() {
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private Cost cost() {
        sandbox.zendesk().forget();
        sandbox.custompms().forget();
        long statements = recorder.executions();
        long bytes = allocated();
        assertThat(routes.sync()).isEmpty();
        long allocated = allocated() - bytes;
        int writes = (int) sandbox.custompms().asked().stream()
                .filter(call -> call.method().equals("POST"))
                .count();
        return new Cost(
                sandbox.zendesk().asked().size() + sandbox.custompms().asked().size() - writes,
                writes,
                recorder.executions() - statements,
                allocated / TICKETS / 1024);
    }

    @Test
    void aRecordCostsNoMoreThanIsWrittenDown() {
        Cost first = cost();
        assertThat(routes.counts().created())
                .as("some of the demo's tickets are deleted")
                .isBetween(TICKETS * 9L / 10, (long) TICKETS);
        Cost quiet = cost();
        routes.engine()
                .feeds()
                .wantPass(List.of(routes.flow().source(), routes.flow().target()));
        Cost rescan = cost();
        // a page of tickets, two rounds' pages of 500 projects, a batch for each 200
        assertThat(first).matches(within(5, 5, 360, 210));
        assertThat(quiet).matches(within(3, 0, 85, 14));
        assertThat(rescan).matches(within(3, 0, 95, 25));
    }

    private static Predicate<Cost> within(int reads, int writes, long statements, long kilobytes) {
        return cost -> cost.reads() <= reads
                && cost.writes() <= writes
                && cost.statements() <= statements
                && cost.kilobytes() <= kilobytes;
    }
}
