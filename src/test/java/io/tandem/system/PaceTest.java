package io.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.flows.TickingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A budget is a sliding window, shared by all who call under its name. */
class PaceTest {

    private final TickingClock clock = new TickingClock();
    private final Pace pace = new Pace(clock, CallLedger.none());

    @Test
    void letsABudgetsCallsGoAtOnce() throws InterruptedException {
        pace.budget("desk.exports", Budget.parse("10/min").orElseThrow());
        Instant began = clock.instant();
        for (int i = 0; i < 10; i++) {
            pace.await("desk.exports");
        }
        assertThat(Duration.between(began, clock.instant())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void makesTheNextWait_untilTheFirstLeavesTheWindow() throws InterruptedException {
        Pace real = new Pace(Clock.systemUTC(), CallLedger.none());
        real.budget("desk.users", Budget.parse("2/s").orElseThrow());
        long began = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            real.await("desk.users");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void keepsAClassClosed_asLongAsAnAnswerAskedFor() throws InterruptedException {
        Pace real = new Pace(Clock.systemUTC(), CallLedger.none());
        real.closeUntil("desk.requests", Clock.systemUTC().instant().plusMillis(300));
        long began = System.nanoTime();
        real.await("desk.requests");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void countsWhatWasUsedBeforeARestart() throws InterruptedException {
        Clock now = Clock.systemUTC();
        CallLedger used = new CallLedger() {
            @Override
            public void used(String budget, Instant bucket) {
                throw new AssertionError("no call may go");
            }

            @Override
            public List<Used> since(String budget, Instant moment) {
                return List.of(new Used(now.instant().minusSeconds(5), 10));
            }
        };
        Pace restarted = new Pace(now, used);
        restarted.budget("desk.exports", Budget.parse("10/min").orElseThrow());
        Thread caller = new Thread(() ->
                assertThatThrownBy(() -> restarted.await("desk.exports")).isInstanceOf(InterruptedException.class));
        caller.start();
        caller.join(400);
        assertThat(caller.isAlive()).isTrue();
        caller.interrupt();
        caller.join();
    }

    @Test
    void knowsBudgetsAndNone() {
        assertThat(Budget.parse("400/min")).contains(new Budget(400, Duration.ofMinutes(1)));
        assertThat(Budget.parse("none")).isEmpty();
        assertThat(Budget.parse("0/s")).isEmpty();
    }
}
