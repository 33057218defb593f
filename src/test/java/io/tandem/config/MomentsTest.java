package io.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Rule 11: a stored moment in the future vouches for nothing, and a clock that is set makes every age uncertain. */
class MomentsTest {

    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");

    /** A clock that somebody sets, beside the time that really passes. */
    private static final class Set extends Clock implements VirtualTime {
        private Instant truth = EIGHT;
        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return truth.plus(ahead);
        }

        @Override
        public void pass(Duration time) {
            truth = truth.plus(time);
        }

        @Override
        public Clock steady() {
            Set unset = this;
            return new Clock() {
                @Override
                public Instant instant() {
                    return unset.truth;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Set clock = new Set();
    private final Moments moments = new Moments(clock);

    @Test
    void believesThePast_andWhatClocksOfOneStoreDifferBy() {
        assertThat(moments.vouches(EIGHT.minusSeconds(1), "a fetch")).isTrue();
        assertThat(moments.vouches(EIGHT.plusMillis(900), "a fetch")).isTrue();
    }

    @Test
    void doesNotBelieveTheFuture() {
        assertThat(moments.vouches(EIGHT.plusSeconds(2), "a fetch")).isFalse();
        assertThat(moments.believed(EIGHT.plusSeconds(3_600), "a fetch")).isEqualTo(EIGHT);
    }

    @Test
    void countsALagFromTheProcessesStart_whenTheMomentIsOfAnEarlierOne() {
        clock.pass(Duration.ofSeconds(20));
        assertThat(moments.latest(EIGHT.minusSeconds(600), "a create")).isEqualTo(EIGHT);
        assertThat(moments.latest(EIGHT.plusSeconds(5), "a create")).isEqualTo(EIGHT.plusSeconds(5));
    }

    @Test
    void countsALagFromTheJump_whenTheClockIsSetAheadOrBackWhileItRuns() {
        for (Duration jump : java.util.List.of(Duration.ofHours(1), Duration.ofDays(-1_000))) {
            clock.pass(Duration.ofSeconds(20));
            Instant tried = moments.now();
            clock.ahead = jump;
            assertThat(moments.latest(tried, "a create")).isEqualTo(clock.instant());
        }
    }

    @Test
    void takesASlowCorrectionForNoJump() {
        for (int hour = 0; hour < 24; hour++) {
            clock.pass(Duration.ofHours(1));
            clock.ahead = clock.ahead.plusSeconds(3);
            assertThat(moments.now()).isEqualTo(clock.instant());
        }
        assertThat(moments.steadySince()).isEqualTo(EIGHT);
    }
}
