package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTimesTest {

    private static final Map<String, Instant> TIMES =
            Map.of("subject", Instant.ofEpochMilli(1_764_237_600_000L), "status", Instant.ofEpochMilli(5));

    @Test
    void equalTheTimesThatTheyWereWrittenFrom() {
        Map<String, Instant> stored = new ChangeTimes(ChangeTimes.text(TIMES));
        assertThat(stored).isEqualTo(TIMES).hasSameHashCodeAs(TIMES);
        assertThat(TIMES).isEqualTo(stored);
        assertThat(stored.get("status")).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(stored).doesNotContainKey("priority");
        assertThat(new HashMap<>(stored)).isEqualTo(TIMES);
    }

    @Test
    void areWrittenAgainAsTheyStandWithoutBeingRead() {
        assertThat(ChangeTimes.text(new ChangeTimes("never read"))).isEqualTo("never read");
    }

    @Test
    void sayThatTheyAreNoJsonWhenTheyAreAskedFor() {
        Map<String, Instant> stored = new ChangeTimes("[]");
        assertThatThrownBy(stored::size).hasMessageContaining("times of changes");
    }
}
