package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthTest {

    private final Growth growth = new Growth();

    @Test
    void seesAllOfATotal_atTheFirstLook() {
        assertThat(growth.since("calls of desk", 7)).isEqualTo(7);
    }

    @Test
    void seesWhatWasAdded_atTheNextLook() {
        growth.since("calls of desk", 7);
        growth.since("calls of other", 100);

        assertThat(growth.since("calls of desk", 9)).isEqualTo(2);
        assertThat(growth.since("calls of desk", 9)).isZero();
    }

    @Test
    void seesAllOfATotal_thatBeganFromZero() {
        growth.since("calls of desk", 7);

        assertThat(growth.since("calls of desk", 3)).isEqualTo(3);
    }
}
