package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.RowOutcome;
import org.junit.jupiter.api.Test;

/** A table of values, many to one, as a role that means a person. */
class TableRowTest {

    private static final String[] ROLES = {"end-user", "true", "agent", "true", "robot", "false"};

    @Test
    void mapsForward() {
        assertThat(Told.of(new Pair(Rows.table(ROLES)).source("'robot'").outcome()))
                .isEqualTo("TARGET := false");
    }

    @Test
    void keepsTheSourcesValue_whenItMeansTheTargetsAlready() {
        Pair pair = new Pair(Rows.table(ROLES))
                .agreed("'robot'", "false")
                .source("'agent'")
                .target("true");
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Agreed.class);
    }

    @Test
    void takesTheFirstKeyOfTheFile_whenTheSourceMeansSomethingElse() {
        Pair pair = new Pair(Rows.table(ROLES))
                .agreed("'robot'", "false")
                .source("'robot'")
                .target("true");
        assertThat(Told.of(pair.outcome())).isEqualTo("SOURCE := end-user");
    }

    @Test
    void refusesBackward_whatNoKeyMeans() {
        Pair pair = new Pair(Rows.table("agent", "true"))
                .agreed("'agent'", "true")
                .source("'agent'")
                .target("false");
        assertThat(Told.of(pair.outcome())).isEqualTo("Failed on TARGET");
    }

    @Test
    void refusesForward_whatTheTableLacks_withoutSayingIt() {
        RowOutcome outcome = new Pair(Rows.table(ROLES)).source("'hidden'").outcome();
        assertThat(outcome).isInstanceOfSatisfying(RowOutcome.Failed.class, failed -> assertThat(failed.reason())
                .contains("role", "table of values")
                .doesNotContain("hidden"));
    }

    @Test
    void findsANumberAmongItsKeys_andWritesNumbersBack() {
        Pair pair = new Pair(Rows.table("10", "'ten'", "20", "'twenty'")).agreed("10", "'ten'");
        assertThat(Told.of(pair.source("20").target("'ten'").outcome())).isEqualTo("TARGET := twenty");
        RowOutcome.WriteTo back =
                (RowOutcome.WriteTo) pair.source("10").target("'twenty'").outcome();
        assertThat(back.value()).isEqualTo(Pair.json("20"));
    }

    @Test
    void writesAKeyThatIsNoPlainNumberAsText_soThatTheTableFindsItAgain() {
        Pair pair = new Pair(Rows.table("10", "'ten'", "007", "'agent'", "-0", "'none'")).agreed("10", "'ten'");
        assertThat(back(pair.source("10").target("'agent'"))).isEqualTo(Pair.json("'007'"));
        assertThat(back(pair.source("10").target("'none'"))).isEqualTo(Pair.json("'-0'"));
    }

    @Test
    void writesABooleanBackAsABoolean_whereTheSourceHoldsOne() {
        Pair pair =
                new Pair(Rows.table("true", "'yes'", "false", "'no'", "maybe", "'perhaps'")).agreed("true", "'yes'");
        assertThat(back(pair.source("true").target("'no'"))).isEqualTo(Pair.json("false"));
        assertThat(back(pair.source("true").target("'perhaps'"))).isEqualTo(Pair.json("'maybe'"));
        assertThat(back(pair.agreed("false", "'no'").source("false").target("'yes'")))
                .isEqualTo(Pair.json("true"));
    }

    private static JsonNode back(Pair pair) {
        return ((RowOutcome.WriteTo) pair.outcome()).value();
    }

    @Test
    void carriesEmptyAsEmpty_evenIfTheTableKnowsTheWordNull() {
        Pair pair = new Pair(Rows.table("null", "'none'", "a", "'b'")).agreed("'a'", "'b'");
        assertThat(Told.of(pair.source("null").target("'b'").outcome())).isEqualTo("TARGET := nothing");
        assertThat(Told.of(
                        new Pair(Rows.table("null", "'none'")).target("'none'").outcome()))
                .isEqualTo("SOURCE := null");
    }
}
