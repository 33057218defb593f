package io.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Rule 11: a stored moment in the future vouches for nothing, and a clock that is set makes every age uncertain. */
class MomentsTest {

    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");

    private final VirtualClock clock = new VirtualClock(Duration.ZERO);
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
            clock.set(jump);
            assertThat(moments.latest(tried, "a create")).isEqualTo(clock.instant());
        }
    }

    @Test
    void takesASlowCorrectionForNoJump() {
        for (int hour = 0; hour < 24; hour++) {
            clock.pass(Duration.ofHours(1));
            clock.set(Duration.ofSeconds(3 * (hour + 1)));
            assertThat(moments.now()).isEqualTo(clock.instant());
        }
        assertThat(moments.steadySince()).isEqualTo(EIGHT);
    }
}
