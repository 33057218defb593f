package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.RoundStopped;
import org.junit.jupiter.api.Test;

class RoundFailureTest {

    /** A thread is interrupted when its process ends. */
    @Test
    void aRoundThatWasInterrupted_isNoFaultOfOurs() {
        RoundFailure failure =
                RoundFailure.of(new IllegalStateException("a step", new InterruptedException("sleep interrupted")));
        assertThat(failure).isInstanceOfSatisfying(RoundFailure.Stop.class, stop -> assertThat(stop.stop())
                .isInstanceOf(RoundStopped.Ending.class));
    }
}
