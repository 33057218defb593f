package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.SyncReport.FlowReport;
import io.tandem.app.SyncReport.Sides;
import io.tandem.cli.SyncCommand;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.kit.Flows;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run with failures never ends with 0, and a failed system wins over what waits for a person. */
class ExitCodeTest {

    private static final Flow FLOW =
            Flows.every(EntityKey.parse("desk/tickets"), EntityKey.parse("pms/project"), Flows.row("subject", "name"));

    private static final RoundFailures NONE = new RoundFailures();

    private static SyncReport report(FlowReport flow) {
        return new SyncReport(List.of(flow), Map.of(), BigDecimal.ONE);
    }

    private static FlowReport on(long ambiguous, long unresolved, long drift, long conflicts, long parked) {
        return on(ambiguous, unresolved, drift, conflicts, parked, 0);
    }

    private static FlowReport on(
            long ambiguous, long unresolved, long drift, long conflicts, long parked, long creating) {
        return new FlowReport(
                FLOW.id(),
                "on",
                null,
                new Sides(1, 1),
                1L,
                0L,
                new Sides(0, 0),
                1L,
                5L,
                ambiguous,
                unresolved,
                drift,
                conflicts,
                parked,
                creating,
                false);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,0,0,0", "0,9,0,0,0,0", "0,0,9,0,0,0", "1,0,0,0,0,1", "0,0,0,1,0,1", "0,0,0,0,1,1"})
    void waitsForAPerson_onlyWhereOneIsNeeded(
            long ambiguous, long unresolved, long drift, long conflicts, long parked, int code) {
        assertThat(SyncCommand.exitCode(report(on(ambiguous, unresolved, drift, conflicts, parked)), NONE))
                .isEqualTo(code);
    }

    @Test
    void aCreateWhoseAnswerIsMissing_isWorkThatIsLeft() {
        assertThat(SyncCommand.exitCode(report(on(0, 0, 0, 0, 0, 1)), NONE)).isEqualTo(1);
    }

    @Test
    void aFlowThatTheGuardHolds_needsAPerson() {
        assertThat(SyncCommand.exitCode(report(FlowReport.guarded(FLOW, "too many")), NONE))
                .isEqualTo(1);
    }

    @Test
    void aFailedSystem_winsOverWhatWaitsForAPerson() {
        RoundFailures failures = new RoundFailures();
        failures.ofSystem(FLOW, new SystemException.Unavailable("pms", "pms is down", null));
        assertThat(SyncCommand.exitCode(report(on(0, 0, 0, 0, 0)), failures)).isEqualTo(3);
        assertThat(SyncCommand.exitCode(report(on(1, 0, 0, 1, 1)), failures)).isEqualTo(3);
    }

    @Test
    void twoEntitiesOfOneSystemThatAreForbidden_areTwoMessages_whicheverFlowsTheyStop() {
        RoundFailures failures = new RoundFailures();
        failures.ofSystem(FLOW, new SystemException.EntityFailed("pms", "task", "pms/task is forbidden"));
        failures.ofSystem(FLOW, new SystemException.EntityFailed("pms", "task", "pms/task is forbidden"));
        failures.ofSystem(FLOW, new SystemException.EntityFailed("pms", "project", "pms/project is forbidden"));
        assertThat(failures.lines()).containsExactly("pms/project is forbidden", "pms/task is forbidden");
        assertThat(failures.systems()).containsOnlyKeys("pms/project", "pms/task");
        assertThat(failures.exitCode(false)).isEqualTo(3);
    }

    @Test
    void aFlowThatCouldNotRun_saysWhyBeforeItsCounts() {
        RoundFailures failures = new RoundFailures();
        failures.ofSystem(FLOW, new SystemException.Unavailable("pms", "pms is down", null));
        assertThat(on(0, 0, 0, 0, 0).inWords(failures))
                .isEqualTo(FLOW.id() + ": stopped: pms is down; 1 linked, 5 waiting for a match");
    }

    @Test
    void workThatIsLeftAfterTheLastRound_isSaid_andIsNoSuccess() {
        RoundFailures failures = new RoundFailures();
        failures.unfinished().add(FLOW.id());
        assertThat(SyncCommand.exitCode(report(on(0, 0, 0, 0, 0)), failures)).isEqualTo(1);
        assertThat(on(0, 0, 0, 0, 0).inWords(failures)).contains("work is left after 5 rounds");
    }

    @Test
    void aFlowThatFailedByAFaultOfOurs_neverEndsWithZero() {
        RoundFailures failures = new RoundFailures();
        failures.ofFlow(FLOW, "broken");
        assertThat(SyncCommand.exitCode(report(on(0, 0, 0, 0, 0)), failures)).isEqualTo(70);
        assertThat(failures.lines())
                .singleElement()
                .asString()
                .contains("broken", "the log, which goes to standard error");
    }

    @ParameterizedTest
    @MethodSource("stops")
    void aStopIsNoFault_andLeavesWorkForLater(RoundStopped stop) {
        RoundFailures failures = new RoundFailures();
        failures.add(FLOW, new IllegalStateException("a step", stop));
        assertThat(SyncCommand.exitCode(report(on(0, 0, 0, 0, 0)), failures)).isEqualTo(1);
        assertThat(failures.lines()).containsExactly(FLOW.id() + ": stopped: why");
    }

    @Test
    void aStopThatALaterRoundGotOver_isForgotten() {
        RoundFailures failures = new RoundFailures();
        failures.add(FLOW, new RoundStopped.HeldElsewhere("why"));
        failures.wentOn(FLOW);
        assertThat(failures.lines()).isEmpty();
        assertThat(failures.stopped()).isEmpty();
        assertThat(failures.exitCode(false)).isZero();
        failures.ofFlow(FLOW, "broken");
        failures.wentOn(FLOW);
        assertThat(failures.exitCode(false)).as("a fault of ours is no stop").isEqualTo(70);
    }

    static Stream<RoundStopped> stops() {
        return Stream.of(
                new RoundStopped.GuardHolds("why"),
                new RoundStopped.HeldElsewhere("why"),
                new RoundStopped.OtherFiles("why"),
                new RoundStopped.Ending("why"));
    }

    @Test
    void aStoreThatFails_endsAsASystemThatFails_andIsNamedOnce() {
        RoundFailures failures = new RoundFailures();
        failures.add(FLOW, new IllegalStateException(new SQLException("quotes", "53100")));
        failures.add(FLOW, new IllegalStateException(new SQLException("quotes", "53100")));
        assertThat(SyncCommand.exitCode(report(on(1, 0, 0, 1, 1)), failures)).isEqualTo(3);
        assertThat(failures.lines())
                .containsExactly(
                        "the store: the disk of the database server is full. Free space there, then try again");
    }
}
