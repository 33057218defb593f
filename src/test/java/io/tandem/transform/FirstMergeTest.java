package io.tandem.transform;

import static io.tandem.transform.Pair.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.Values;
import io.tandem.system.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 4: a new link, or a row without baseline. */
class FirstMergeTest {

    @ParameterizedTest(name = "{0}, {1} later: {2} and {3} come to {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "LATEST, SOURCE, a, b, TARGET := a",
                "LATEST, TARGET, a, b, SOURCE := b",
                "LATEST, -,      a, b, TARGET := a",
                "LATEST, TARGET, a, -, TARGET := a",
                "LATEST, SOURCE, -, b, SOURCE := b",
                "SOURCE, TARGET, a, b, TARGET := a",
                "SOURCE, TARGET, -, b, SOURCE := b",
                "TARGET, SOURCE, a, b, SOURCE := b",
                "TARGET, SOURCE, a, -, TARGET := a",
                "FILL,   SOURCE, a, b, Open",
                "FILL,   TARGET, a, -, TARGET := a",
                "FILL,   SOURCE, -, b, SOURCE := b",
                "MANUAL, SOURCE, a, b, Open",
                "MANUAL, SOURCE, a, -, Open",
                "MANUAL, SOURCE, -, b, Open",
                "LATEST, SOURCE, a, a, Agreed",
                "MANUAL, SOURCE, a, a, Agreed",
                "LATEST, SOURCE, -, -, Agreed",
            })
    void followsThePolicy(FirstMergePolicy policy, Side later, String source, String target, String expected) {
        Pair pair = new Pair(Rows.text(policy)).source(quoted(source)).target(quoted(target));
        if (later != null) {
            pair.later(later);
        }
        assertThat(Told.of(pair.outcome())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, {1} read-only: {2} and {3} come to {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "LATEST, TARGET, a, b, SOURCE := b",
                "LATEST, SOURCE, a, b, TARGET := a",
                "LATEST, TARGET, a, -, Drift of SOURCE",
                "LATEST, TARGET, -, b, SOURCE := b",
                "LATEST, SOURCE, -, b, Drift of TARGET",
                "SOURCE, TARGET, a, b, Drift of SOURCE",
                "TARGET, SOURCE, a, b, Drift of TARGET",
                "FILL,   TARGET, a, b, Open",
                "MANUAL, TARGET, a, b, Open",
                "LATEST, TARGET, a, a, Agreed",
            })
    void respectsASideThatCannotBeWritten(
            FirstMergePolicy policy, Side readOnly, String source, String target, String expected) {
        Pair pair = new Pair(Rows.text(policy))
                .source(quoted(source))
                .target(quoted(target))
                .readOnly(readOnly)
                .later(readOnly.other());
        assertThat(Told.of(pair.outcome())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} decided by an operator: {1}")
    @CsvSource({"SOURCE, TARGET := a", "TARGET, SOURCE := b"})
    void obeysTheOperator_whenADifferenceIsOpen(Side winner, String expected) {
        RowOutcome outcome = new Pair(Rows.text(FirstMergePolicy.FILL))
                .source("'a'")
                .target("'b'")
                .decided(winner)
                .outcome();
        assertThat(Told.of(outcome)).isEqualTo(expected);
        assertThat(((RowOutcome.WriteTo) outcome).conflict().winner()).isEqualTo(winner);
    }

    @Test
    void agrees_whenEmailsDifferInCaseAndBlanksOnly() {
        Pair pair = new Pair(Rows.text())
                .property(Side.SOURCE, "name", Access.WRITABLE, true, false)
                .source("'Ann@Example.com'")
                .target("' ann@example.COM '");
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Agreed.class);
    }

    @Test
    void differs_whenATextThatIsNoEmailDiffersInCase() {
        assertThat(Told.of(new Pair(Rows.text()).source("'Ann'").target("'ann'").outcome()))
                .isEqualTo("TARGET := Ann");
    }

    @Test
    void agrees_whenTheTypeSeesTheSameNumber() {
        Pair pair =
                new Pair(Rows.row("n", "m", ValueType.INTEGER)).source("' 42 '").target("42.0");
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Agreed.class);
    }

    @Test
    void takesBlankTextAsEmpty() {
        assertThat(Told.of(new Pair(Rows.text()).source("'  '").target("'b'").outcome()))
                .isEqualTo("SOURCE := b");
    }

    @ParameterizedTest(name = "a row that goes {0} with {1} and {2} comes to {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "FORWARD,  a, b, TARGET := a",
                "FORWARD,  -, b, Drift of TARGET",
                "BACKWARD, a, b, SOURCE := b",
                "BACKWARD, a, -, Drift of SOURCE",
            })
    void writesOnlyTheWayThatTheRowGoes(Direction direction, String source, String target, String expected) {
        Pair pair = new Pair(Rows.going(Rows.text(), direction))
                .source(quoted(source))
                .target(quoted(target));
        assertThat(Told.of(pair.outcome())).isEqualTo(expected);
    }

    @Test
    void writesAConstantForward() {
        Pair pair = new Pair(Rows.constant(json("'b2b'"))).target("'other'").later(Side.TARGET);
        assertThat(Told.of(pair.outcome())).isEqualTo("TARGET := b2b");
    }

    @Test
    void createsWithWhatTheSourceHolds() {
        Pair pair = new Pair(Rows.text(), Rows.constant(json("'b2b'")), Rows.row("age", "years", ValueType.INTEGER))
                .property(Side.TARGET, "title", Access.WRITE_ONCE, false, false)
                .source("'Ann'");
        assertThat(pair.create().values())
                .isEqualTo(Values.of(java.util.Map.of("title", json("'Ann'"), "kind", json("'b2b'"))));
    }

    @Test
    void aCreatedValueKeepsTheTimeOfItsEdit() {
        Pair pair = new Pair(Rows.text())
                .source("'Ann'")
                .later(Side.SOURCE)
                .changedAt(Side.SOURCE, "name", Pair.NOON.minusSeconds(60));
        assertThat(pair.create().outcomes().get(0))
                .isInstanceOfSatisfying(RowOutcome.WriteTo.class, write -> assertThat(write.changedAt())
                        .isEqualTo(Pair.NOON.minusSeconds(60)));
    }

    @Test
    void convertsAConstantToTheTypeOfItsRow() {
        Pair pair = new Pair(Rows.constant(json("'7'"), ValueType.INTEGER));
        assertThat(pair.create().values().get("kind")).isEqualTo(json("7"));
        assertThat(((RowOutcome.WriteTo) pair.outcome()).value()).isEqualTo(json("7"));
    }

    @Test
    void createsWithoutReadOnlyProperties() {
        Pair pair = new Pair(Rows.text()).readOnly(Side.TARGET).source("'Ann'");
        assertThat(pair.create().values()).isEqualTo(Values.none());
        assertThat(pair.create().outcomes()).isEmpty();
    }

    @Test
    void createsWithoutWhatCannotBeConverted_andSaysSoWithoutTheValue() {
        Pair pair = new Pair(Rows.row("age", "years", ValueType.INTEGER), Rows.text())
                .source("'forty'")
                .holds(Side.SOURCE, "name", "'Ann'");
        assertThat(pair.create().values().properties()).containsExactly("title");
        assertThat(pair.create().outcomes().get(0))
                .isInstanceOfSatisfying(RowOutcome.Failed.class, failed -> assertThat(failed.reason())
                        .contains("crm/people/1", "age", "a string", "whole number")
                        .doesNotContain("forty"));
    }

    @Test
    void createsWithoutAReferenceThatNothingResolves() {
        Pair pair = new Pair(Rows.reference()).source("7");
        assertThat(pair.create().values()).isEqualTo(Values.none());
        assertThat(pair.create().outcomes().get(0)).isInstanceOf(RowOutcome.Unresolved.class);
    }

    private static String quoted(String value) {
        return value == null ? "null" : "'" + value + "'";
    }
}
