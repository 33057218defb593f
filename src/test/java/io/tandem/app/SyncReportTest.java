package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.SyncReport.FlowReport;
import io.tandem.app.SyncReport.Sides;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A count and its noun agree. */
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
}
