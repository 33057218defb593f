package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.FlowCounters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A probe tells a flow that something holds back from one that fails. */
class HealthTest {

    private static FlowCounters.State state(String trouble, boolean held) {
        return new FlowCounters.State(Map.of(), Optional.empty(), 0, List.of(), Optional.ofNullable(trouble), held);
    }

    private static String status(FlowCounters.State... flows) {
        return Health.status(List.of(flows).stream()
                .map(state -> Health.flow("users", state))
                .toList());
    }

    @Test
    void aFlowThatTheGuardHolds_isPausedForAReason_andNotDown() {
        FlowCounters.State held = state("paused by the delete guard", true);
        assertThat(Health.flow("users", held))
                .isEqualTo(new Health.Check("flow users", "PAUSED", null, "paused by the delete guard"));
        assertThat(status(held, state(null, false))).isEqualTo("UP");
    }

    @Test
    void aFlowThatFails_isDown_andSoIsTheWhole() {
        FlowCounters.State failed = state("desk is not available", false);
        assertThat(Health.flow("users", failed))
                .isEqualTo(new Health.Check("flow users", "DOWN", null, "desk is not available"));
        assertThat(status(failed, state(null, false))).isEqualTo("DOWN");
    }
}
