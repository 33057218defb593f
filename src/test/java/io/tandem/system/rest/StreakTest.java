package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TickingClock;
import io.tandem.system.descriptor.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 12: records that fail one after the other, wherever they stand among the others, are no failure of their system. */
class StreakTest {

    private static final Problem FAILS = new Problem(Problem.Kind.TEMPORARY, "no", null);

    private final TickingClock clock = new TickingClock();
    private final Streak streak = new Streak(clock, new Successes(clock));
    private final List<Integer> tried = new ArrayList<>();
    private boolean ofAll;

    private void each(int all, Set<Integer> bad) {
        streak.each(IntStream.range(0, all).boxed().toList(), one -> {
            tried.add(one);
            if (bad.contains(one)) {
                ofAll |= streak.failed(FAILS);
            } else {
                streak.worked();
            }
        });
    }

    private static Set<Integer> range(int from, int to) {
        return new HashSet<>(IntStream.range(from, to).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"40, 0, 30", "100, 0, 90", "100, 0, 60", "200, 0, 170", "100, 10, 100"})
    void manyInARowAreTheirOwnTrouble_whenTheyStandTogether(int all, int from, int to) {
        each(all, range(from, to));
        assertThat(ofAll).isFalse();
        assertThat(tried).hasSize(all).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheOrder_asLongAsAFewFail_andOnceOneWentThrough() {
        each(30, Set.of(0, 1, 2, 3, 20, 21, 22, 23, 24, 25, 26));
        assertThat(tried).isSorted();
    }

    @Test
    void isOfAll_whenNoneOfManyGoesThrough() {
        each(25, range(0, 25));
        assertThat(ofAll).isTrue();
    }
}
