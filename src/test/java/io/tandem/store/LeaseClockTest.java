package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases hold whatever clocks show, and no longer than their time. */
class LeaseClockTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    @ParameterizedTest
    @EnumSource
    void freesALeaseOfADeadProcessWithinItsTime_whenTheClockWasAhead(TestDatabase database) {
        TickingClock clock = new TickingClock();
        try (Database store = database.open();
                Leases dead = new Leases(store.jdbi(), clock);
                Leases next = new Leases(store.jdbi(), clock)) {
            clock.pass(Duration.ofDays(365));
            dead.take("flow users", AT_ONCE);
            clock.pass(Duration.ofDays(-365));
            assertThat(next.takeUnlessElsewhere("flow users", AT_ONCE)).isEmpty();
            clock.pass(Duration.ofSeconds(32));
            assertThat(next.takeUnlessElsewhere("flow users", AT_ONCE)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesALeaseToALivingHolder_whenTheClockIsSetBack(TestDatabase database) {
        TickingClock clock = new TickingClock();
        try (Database store = database.open();
                Leases holder = new Leases(store.jdbi(), clock);
                Leases other = new Leases(store.jdbi(), clock)) {
            Leases.Lease lease = holder.take("flow users", AT_ONCE);
            clock.pass(Duration.ofDays(-365));
            assertThat(other.takeUnlessElsewhere("flow users", AT_ONCE)).isEmpty();
            clock.pass(Duration.ofSeconds(20));
            lease.renew();
            clock.pass(Duration.ofSeconds(20));
            assertThat(other.takeUnlessElsewhere("flow users", AT_ONCE)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasOneClockForAllProcessesOnAStore(TestDatabase database) {
        String url = database.migratedUrl();
        try (Database one = Database.open(url, database.user, "");
                Database other = Database.open(url, database.user, "")) {
            assertThat(one.clock().instant())
                    .isCloseTo(other.clock().instant(), within(Duration.ofMillis(500)))
                    .isCloseTo(Instant.now(), within(Duration.ofSeconds(5)));
        }
    }

    @Test
    void asksTheServerForTheTime_whereThereIsOne() {
        try (Database server = TestDatabase.POSTGRESQL.open();
                Database embedded = TestDatabase.H2.open()) {
            assertThat(server.clock()).isInstanceOf(StoreClock.class);
            assertThat(embedded.clock()).isEqualTo(Clock.systemUTC());
            assertThat(Optional.of(server.clock().getZone())).contains(java.time.ZoneOffset.UTC);
        }
    }

    private static TemporalUnitWithinOffset within(Duration time) {
        return new TemporalUnitWithinOffset(time.toMillis(), java.time.temporal.ChronoUnit.MILLIS);
    }
}
