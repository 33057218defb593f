package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.RowOutcome;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.system.Access;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules 5 to 7: three ways, each side against its own baseline value. The baseline of all cases is {@code o}. */
class LaterMergeTest {

    @ParameterizedTest(name = "{0}, {1} later: {2} and {3} come to {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "LATEST, SOURCE, o, o, Unchanged",
                "LATEST, TARGET, a, o, TARGET := a",
                "LATEST, SOURCE, o, b, SOURCE := b",
                "LATEST, TARGET, -, o, TARGET := nothing",
                "LATEST, SOURCE, o, -, SOURCE := nothing",
                "LATEST, SOURCE, a, a, Agreed",
                "LATEST, SOURCE, -, -, Agreed",
                "LATEST, SOURCE, a, b, TARGET := a",
                "LATEST, TARGET, a, b, SOURCE := b",
                "LATEST, -,      a, b, TARGET := a",
                "LATEST, TARGET, a, -, SOURCE := nothing",
                "LATEST, SOURCE, a, -, TARGET := a",
                "SOURCE, TARGET, a, b, TARGET := a",
                "TARGET, SOURCE, a, b, SOURCE := b",
                "MANUAL, SOURCE, a, b, Open",
                "MANUAL, SOURCE, a, -, Open",
                "MANUAL, SOURCE, a, a, Agreed",
                "MANUAL, SOURCE, a, o, TARGET := a",
                "MANUAL, SOURCE, o, b, SOURCE := b",
            })
    void followsThePolicy(ConflictPolicy policy, Side later, String source, String target, String expected) {
        Pair pair = pair(policy, source, target);
        if (later != null) {
            pair.later(later);
        }
        assertThat(Told.of(pair.outcome())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} read-only: {1} and {2} come to {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "TARGET, a, o, Drift of SOURCE",
                "TARGET, -, o, Drift of SOURCE",
                "TARGET, o, b, SOURCE := b",
                "TARGET, a, b, SOURCE := b",
                "TARGET, a, -, SOURCE := nothing",
                "SOURCE, o, b, Drift of TARGET",
                "SOURCE, a, o, TARGET := a",
                "SOURCE, a, b, TARGET := a",
                "SOURCE, o, o, Unchanged",
                "TARGET, b, b, Agreed",
            })
    void letsTheUnwritableSideWin_onlyOnceItChanges(Side readOnly, String source, String target, String expected) {
        Pair pair =
                pair(ConflictPolicy.LATEST, source, target).readOnly(readOnly).later(readOnly.other());
        assertThat(Told.of(pair.outcome())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"READ_ONLY", "WRITE_ONCE"})
    void keepsTheEditWhereItWasMade_whenThePropertyCannotBeUpdated(Access access) {
        Pair pair = pair(ConflictPolicy.LATEST, "a", "o").property(Side.TARGET, "title", access, false, true);
        assertThat(pair.outcome()).isInstanceOfSatisfying(RowOutcome.Drift.class, drift -> assertThat(drift.because())
                .contains("shop/contacts", "title"));
    }

    @Test
    void keepsTheEditWhereItWasMade_whileTheOtherRecordIsLocked() {
        Pair pair = pair(ConflictPolicy.LATEST, "a", "o").locked(Side.TARGET);
        assertThat(pair.outcome()).isEqualTo(new RowOutcome.Drift(Rows.text(), Side.SOURCE, "it is closed"));
    }

    @Test
    void keepsTheEditWhereItWasMade_whenTheOtherEntityHasNoUpdate() {
        Pair pair = pair(ConflictPolicy.LATEST, "a", "o").withoutUpdate(Side.TARGET);
        assertThat(Told.of(pair.outcome())).isEqualTo("Drift of SOURCE");
    }

    @Test
    void driftsInsteadOfFailing_whenNeitherSideCanBeWritten() {
        Pair pair = pair(ConflictPolicy.LATEST, "a", "b").locked(Side.TARGET).locked(Side.SOURCE);
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Drift.class);
    }

    @ParameterizedTest(name = "{0}: {1} and {2} come to {3}")
    @CsvSource({
        "FORWARD, o, b, Drift of TARGET",
        "FORWARD, a, b, TARGET := a",
        "FORWARD, a, o, TARGET := a",
        "BACKWARD, a, o, Drift of SOURCE",
        "BACKWARD, a, b, SOURCE := b"
    })
    void writesOnlyTheWayThatTheRowGoes(Direction direction, String source, String target, String expected) {
        Pair pair = new Pair(Rows.going(Rows.text(), direction))
                .agreed("'o'", "'o'")
                .source(quoted(source))
                .target(quoted(target));
        assertThat(Told.of(pair.outcome())).isEqualTo(expected);
    }

    @Test
    void recordsTheConflictWithItsWinner_whenAnEditIsOverwritten() {
        RowOutcome.WriteTo write = (RowOutcome.WriteTo)
                pair(ConflictPolicy.LATEST, "a", "b").later(Side.TARGET).outcome();
        assertThat(write.conflict().winner()).isEqualTo(Side.TARGET);
        assertThat(write.conflict().source()).isEqualTo(Pair.json("'a'"));
        assertThat(write.conflict().target()).isEqualTo(Pair.json("'b'"));
    }

    @Test
    void recordsNoConflict_whenOnlyOneSideChanged() {
        RowOutcome.WriteTo write =
                (RowOutcome.WriteTo) pair(ConflictPolicy.LATEST, "a", "o").outcome();
        assertThat(write.conflict()).isNull();
    }

    @ParameterizedTest(name = "{0} wins: {1}")
    @CsvSource({"SOURCE, TARGET := a", "TARGET, SOURCE := b"})
    void obeysTheOperator(Side winner, String expected) {
        RowOutcome outcome =
                pair(ConflictPolicy.MANUAL, "a", "b").decided(winner).outcome();
        assertThat(Told.of(outcome)).isEqualTo(expected);
        assertThat(((RowOutcome.WriteTo) outcome).because()).contains("operator");
    }

    @Test
    void obeysTheOperator_evenIfTheWinnerWentBackToItsBaseline() {
        assertThat(Told.of(pair(ConflictPolicy.MANUAL, "o", "b")
                        .decided(Side.SOURCE)
                        .outcome()))
                .isEqualTo("TARGET := o");
    }

    @Test
    void writesNothingAgainstADecision_thatCannotBeCarriedOut() {
        Pair pair = pair(ConflictPolicy.MANUAL, "a", "b").readOnly(Side.TARGET).decided(Side.SOURCE);
        assertThat(pair.outcome()).isInstanceOfSatisfying(RowOutcome.Failed.class, failed -> assertThat(failed.reason())
                .contains("operator", "shop/contacts", "title"));
        assertThat(Told.of(pair.carriedOut().outcome())).isEqualTo("Failed on SOURCE");
    }

    @Test
    void agrees_whenBothWereMadeEqualByHandBeforeTheDecisionIsCarriedOut() {
        assertThat(pair(ConflictPolicy.MANUAL, "b", "b").decided(Side.SOURCE).outcome())
                .isInstanceOf(RowOutcome.Agreed.class);
    }

    @Test
    void keepsTheOriginsChangeTime_whenAValueTravels() {
        Instant origin = Pair.NOON.minusSeconds(3600);
        RowOutcome.WriteTo write = (RowOutcome.WriteTo) pair(ConflictPolicy.LATEST, "a", "o")
                .changedAt(Side.SOURCE, "name", origin)
                .later(Side.SOURCE)
                .outcome();
        assertThat(write.changedAt()).isEqualTo(origin);
    }

    @Test
    void judgesByTheChangeOfTheProperty_notOfTheRecord() {
        Pair pair = pair(ConflictPolicy.LATEST, "a", "b")
                .later(Side.TARGET)
                .changedAt(Side.SOURCE, "name", Pair.NOON.plusSeconds(30))
                .changedAt(Side.TARGET, "title", Pair.NOON.plusSeconds(20));
        assertThat(Told.of(pair.outcome())).isEqualTo("TARGET := a");
    }

    @Test
    void comparesEachSideWithItsOwnBaseline_soThatAServersTrimmingIsNoChange() {
        Pair pair = new Pair(Rows.text())
                .agreed("' Ann '", "'ann'")
                .source("' Ann '")
                .target("'ann'");
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Unchanged.class);
    }

    @Test
    void takesNoNotice_whenOnlyTheCaseOfAnEmailChanged() {
        Pair pair = new Pair(Rows.text())
                .property(Side.TARGET, "title", Access.WRITABLE, true, false)
                .agreed("'ann@example.com'", "'ann@example.com'")
                .source("'Ann@Example.com'")
                .target("'ann@example.com'");
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Unchanged.class);
    }

    @Test
    void carriesAnEmailThatBecameAnother() {
        Pair pair = new Pair(Rows.text())
                .property(Side.TARGET, "title", Access.WRITABLE, true, false)
                .agreed("'ann@example.com'", "'ann@example.com'")
                .source("'anna@example.com'")
                .target("'ann@example.com'");
        assertThat(Told.of(pair.outcome())).isEqualTo("TARGET := anna@example.com");
    }

    @Test
    void fails_whenWhatWasClearedCannotBeClearedOnTheOtherSide() {
        Pair pair =
                pair(ConflictPolicy.LATEST, null, "o").property(Side.TARGET, "title", Access.WRITABLE, false, false);
        assertThat(pair.outcome()).isInstanceOfSatisfying(RowOutcome.Failed.class, failed -> assertThat(failed.reason())
                .contains("crm/people/1", "name", "cleared", "shop/contacts/2", "title"));
    }

    @Test
    void goesOn_whenTheClearedSideIsFilledAgain() {
        Pair pair = pair(ConflictPolicy.LATEST, null, "o")
                .property(Side.TARGET, "title", Access.WRITABLE, false, false)
                .carriedOut()
                .source("'new'");
        assertThat(Told.of(pair.outcome())).isEqualTo("TARGET := new");
    }

    @Test
    void failsThatRowAlone_whenAValueCannotBeConverted() {
        Pair pair = new Pair(Rows.row("age", "years", ValueType.INTEGER), Rows.text())
                .agreed("'40'", "40")
                .source("'forty-one'")
                .target("40")
                .holds(Side.SOURCE, "name", "'Ann'");
        assertThat(pair.outcomes().stream().map(Told::of)).containsExactly("Failed on SOURCE", "TARGET := Ann");
        assertThat(((RowOutcome.Failed) pair.outcome()).reason())
                .contains("crm/people/1", "age", "a string", "whole number")
                .doesNotContain("forty");
    }

    @Test
    void writesAConstantAgain_whenTheConfigurationChangesIt() {
        Pair pair = new Pair(Rows.constant(Pair.json("'b2c'")))
                .agreed("'b2b'", "'b2b'")
                .target("'b2b'");
        assertThat(Told.of(pair.outcome())).isEqualTo("TARGET := b2c");
    }

    @Test
    void leavesAnEditedConstantWhereItIs() {
        Pair pair = new Pair(Rows.constant(Pair.json("'b2b'")))
                .agreed("'b2b'", "'b2b'")
                .target("'mine'");
        assertThat(Told.of(pair.outcome())).isEqualTo("Drift of TARGET");
    }

    private static Pair pair(ConflictPolicy policy, String source, String target) {
        return new Pair(Rows.text(policy))
                .agreed("'o'", "'o'")
                .source(quoted(source))
                .target(quoted(target));
    }

    private static String quoted(String value) {
        return value == null ? "null" : "'" + value + "'";
    }
}
