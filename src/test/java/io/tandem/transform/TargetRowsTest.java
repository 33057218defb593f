package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Direction;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import org.junit.jupiter.api.Test;

/** Several sources of one target: the first non-empty goes forward, an edit goes back to the one that supplied it. */
class TargetRowsTest {

    private static final Row MOBILE = Rows.row("mobile", "phone", ValueType.STRING);
    private static final Row LANDLINE = Rows.row("landline", "phone", ValueType.STRING);

    @Test
    void theFirstNonEmptySourceGoesForward() {
        assertThat(told(pair("null", "'l'", "null"))).containsExactly("TARGET := l");
        assertThat(told(pair("'m'", "'l'", "null"))).containsExactly("TARGET := m");
    }

    @Test
    void anEditGoesBackToTheSourceThatSuppliedIt() {
        Pair pair = pair("null", "'l'", "null").carriedOut().holds(Side.TARGET, "phone", "'edited'");
        pair.carriedOut();
        assertThat(pair.record(Side.SOURCE).values().get("landline")).isEqualTo(Pair.json("'edited'"));
        assertThat(pair.record(Side.SOURCE).values().get("mobile").isNull()).isTrue();
    }

    @Test
    void anEarlierSourceTakesOver_whenItIsFilled() {
        Pair pair = pair("null", "'l'", "null").carriedOut().holds(Side.SOURCE, "mobile", "'m'");
        assertThat(told(pair)).containsExactly("TARGET := m");
    }

    /** It is a change of one side, no first merge, in which the target's later change would win. */
    @Test
    void anEarlierSourceTakesOver_evenIfTheTargetsValueIsYounger() {
        Pair pair = pair("null", "'l'", "null")
                .carriedOut()
                .changedAt(Side.TARGET, "phone", Pair.NOON.plusSeconds(60))
                .holds(Side.SOURCE, "mobile", "'m'");
        assertThat(told(pair)).containsExactly("TARGET := m");
    }

    @Test
    void theNextSourceTakesOver_whenTheFirstIsClearedAgain() {
        Pair pair = pair("null", "'l'", "null")
                .carriedOut()
                .holds(Side.SOURCE, "mobile", "'m'")
                .carriedOut()
                .holds(Side.SOURCE, "mobile", "null");
        assertThat(told(pair)).containsExactly("TARGET := l");
    }

    @Test
    void clearsTheTarget_whenTheLastSourceIsCleared() {
        Pair pair = pair("null", "'l'", "null").carriedOut().holds(Side.SOURCE, "landline", "null");
        assertThat(told(pair)).containsExactly("TARGET := nothing");
    }

    @Test
    void isQuiet_whenASourceChangesThatSuppliesNothing() {
        Pair pair = pair("'m'", "'l'", "null").carriedOut().holds(Side.SOURCE, "landline", "'other'");
        assertThat(told(pair)).containsExactly("Unchanged");
    }

    @Test
    void aRowTwiceCountsOnce() {
        assertThat(told(new Pair(MOBILE, MOBILE).source("'m'"))).containsExactly("TARGET := m");
    }

    @Test
    void aRowThatOnlyGoesBackwardIsNoSupplier() {
        Pair pair = new Pair(Rows.going(MOBILE, Direction.FORWARD), Rows.going(LANDLINE, Direction.BACKWARD))
                .holds(Side.SOURCE, "mobile", "'m'")
                .carriedOut();
        assertThat(told(pair)).containsExactly("Unchanged", "SOURCE := m");
        assertThat(told(pair.carriedOut())).containsExactly("Unchanged", "Unchanged");
    }

    private static Pair pair(String mobile, String landline, String phone) {
        return new Pair(MOBILE, LANDLINE)
                .holds(Side.SOURCE, "mobile", mobile)
                .holds(Side.SOURCE, "landline", landline)
                .holds(Side.TARGET, "phone", phone);
    }

    private static java.util.List<String> told(Pair pair) {
        return pair.outcomes().stream().map(Told::of).toList();
    }
}
