package io.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunCallsTest {

    private final RunCalls run = new RunCalls();

    private static void read() {
        RunCalls.current().ifPresent(current -> current.read("desk"));
    }

    @Test
    void countsWhatAThreadCalls_whileItWorksForTheRun() {
        read();
        run.counting(RunCallsTest::read);
        read();

        assertThat(run.counts()).isEqualTo(Map.of("desk", new CallCounts(1, 0, 0)));
    }

    @Test
    void countsWhatAnotherThreadDoesForTheRun() throws InterruptedException {
        Runnable[] handedOver = new Runnable[1];
        run.counting(() -> handedOver[0] = RunCalls.forCurrent(RunCallsTest::read));
        Thread other = new Thread(handedOver[0]);
        other.start();
        other.join();

        assertThat(run.made()).isEqualTo(1);
    }

    @Test
    void countsForTheInnerOfTwoRuns_andForTheOuterOneAgainAfterIt() {
        RunCalls inner = new RunCalls();
        run.counting(() -> {
            inner.counting(RunCallsTest::read);
            read();
        });

        assertThat(inner.made()).isEqualTo(1);
        assertThat(run.made()).isEqualTo(1);
    }

    @Test
    void belongsToNoRunAnyMore_afterWorkThatFailed() {
        try {
            run.counting(() -> {
                throw new IllegalStateException("the system is gone");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("the system is gone");
        }

        assertThat(RunCalls.current()).isEmpty();
    }
}
