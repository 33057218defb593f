package io.tandem.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class NumberSetTest {

    @Property(tries = 200)
    void holdsWhatWasAdded_onceEach(@ForAll Set<@LongRange(min = 0, max = 1L << 40) Long> numbers, @ForAll byte other) {
        NumberSet set = new NumberSet();
        numbers.forEach(set::add);
        numbers.forEach(set::add);
        assertThat(set.size()).isEqualTo(numbers.size());
        assertThat(numbers).allMatch(set::contains);
        Set<Long> near = new HashSet<>();
        numbers.forEach(number -> near.add(number + Math.abs(other)));
        near.removeAll(numbers);
        numbers.forEach(number -> assertThat(set.count(number - 1, number)).isEqualTo(1));
        assertThat(near).noneMatch(set::contains);
    }

    @Test
    void knowsTheEdgesOfAStretch() {
        NumberSet set = new NumberSet();
        set.add(65_535);
        assertThat(set.contains(65_535)).isTrue();
        assertThat(set.contains(65_536)).isFalse();
        assertThat(set.contains(-1)).isFalse();
        assertThatThrownBy(() -> set.add(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void knowsWhereARunEnds_alsoBeyondAStretch() {
        NumberSet set = new NumberSet();
        for (long number = 10; number < 140_000; number++) {
            set.add(number);
        }
        set.add(140_001);
        assertThat(set.endOfRun(9)).isEqualTo(139_999);
        assertThat(set.endOfRun(65_535)).isEqualTo(139_999);
        assertThat(set.endOfRun(8)).isEqualTo(8);
        assertThat(set.endOfRun(140_000)).isEqualTo(140_001);
        assertThat(set.endOfRun(140_001)).isEqualTo(140_001);
        assertThat(set.count(-3, 9)).isZero();
        assertThat(set.count(-3, 200_000)).isEqualTo(139_991);
        assertThat(set.count(65_535, 65_536)).isEqualTo(1);
        assertThat(set.count(65_534, 131_072)).isEqualTo(65_538);
    }
}
