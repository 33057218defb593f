package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.flow.RoundStopped;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that was stopped for longer than its lease lasts hears of each other process that had the name in between. */
class LostLeaseTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    private final TickingClock clock = new TickingClock();
    private final Database store = TestDatabase.H2.open();
    private final Leases stopped = new Leases(store.jdbi(), clock);
    private final Leases other = new Leases(store.jdbi(), clock);
    private final Leases.Lease lease = stopped.take("flow users", AT_ONCE);

    @AfterEach
    void shut() {
        stopped.close();
        other.close();
        store.close();
    }

    @Test
    void ofOneThatGaveItBack() {
        clock.pass(Duration.ofMinutes(1));
        other.take("flow users", AT_ONCE).close();
        assertThatThrownBy(lease::renew).isInstanceOf(RoundStopped.HeldElsewhere.class);
    }

    @Test
    void ofOneThatDiedWithIt() {
        clock.pass(Duration.ofMinutes(1));
        other.take("flow users", AT_ONCE);
        clock.pass(Duration.ofMinutes(1));
        assertThatThrownBy(lease::renew).isInstanceOf(RoundStopped.HeldElsewhere.class);
    }

    /** Each of its workers asks. */
    @Test
    void eachTimeItAsks() {
        clock.pass(Duration.ofMinutes(1));
        other.take("flow users", AT_ONCE).close();
        assertThatThrownBy(lease::renew).isInstanceOf(RoundStopped.HeldElsewhere.class);
        assertThatThrownBy(lease::renew).isInstanceOf(RoundStopped.HeldElsewhere.class);
    }

    @Test
    void andGoesOn_whereNobodyHadIt() {
        clock.pass(Duration.ofMinutes(1));
        assertThatCode(lease::renew).doesNotThrowAnyException();
    }
}
