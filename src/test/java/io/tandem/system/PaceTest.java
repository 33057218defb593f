package io.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flows.TickingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A budget is a sliding window, shared by all who call under its name. */
class PaceTest {

    private final TickingClock clock = new TickingClock();
    private final Pace pace = new Pace(clock);

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
        Pace real = new Pace(Clock.systemUTC());
        real.budget("desk.users", Budget.parse("2/s").orElseThrow());
        long began = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            real.await("desk.users");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void keepsAClassClosed_asLongAsAnAnswerAskedFor() throws InterruptedException {
        Pace real = new Pace(Clock.systemUTC());
        real.closeUntil("desk.requests", Clock.systemUTC().instant().plusMillis(300));
        long began = System.nanoTime();
        real.await("desk.requests");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void knowsBudgetsAndNone() {
        assertThat(Budget.parse("400/min")).contains(new Budget(400, Duration.ofMinutes(1)));
        assertThat(Budget.parse("none")).isEmpty();
        assertThat(Budget.parse("0/s")).isEmpty();
    }
}
