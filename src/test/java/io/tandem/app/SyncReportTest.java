package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.SyncReport.FlowReport;
import io.tandem.app.SyncReport.Sides;
import io.tandem.flow.Flow;
import io.tandem.kit.FlowBuilder;
import io.tandem.record.EntityKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run says of its flows: a count and its noun agree, and a person is called only where one is needed. */
class SyncReportTest {

    @ParameterizedTest
    @CsvSource({
        "1, '1 create whose answer is missing, 1 reference unresolved, 1 open conflict'",
        "2, '2 creates whose answer is missing, 2 references unresolved, 2 open conflicts'"
    })
    void oneIsNoPlural(long count, String words) {
        FlowReport report = new FlowReport(
                "a--b",
                "on",
                null,
                new Sides(0, 0),
                5L,
                0L,
                new Sides(0, 0),
                0L,
                0L,
                0L,
                count,
                0L,
                count,
                0L,
                count,
                false);
        assertThat(report.inWords(new RoundFailures())).isEqualTo("a--b: 5 linked, " + words);
    }

    /** Who paused a flow, or switched it off, knows; a guard that holds deletes waits for a person. */
    @Test
    void aFlowThatIsOffOrPaused_needsNobody_butAGuardDoes() {
        Flow flow =
                FlowBuilder.of(new EntityKey("a", "x"), new EntityKey("b", "y")).build();
        assertThat(exit(FlowReport.without(flow, "paused", "by an operator"))).isZero();
        assertThat(exit(FlowReport.without(flow, "off", "no address"))).isZero();
        assertThat(exit(FlowReport.guarded(flow, "12 deletes are held"))).isEqualTo(1);
    }

    private static int exit(FlowReport report) {
        return new RoundFailures().exitCode(new SyncReport(List.of(report), Map.of(), null).needsPerson());
    }
}
