package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.kit.TestClock;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** To watch an application is no load for it, however many records it has. */
class CostOfLooksTest {

    private static final Flow FLOW = Flows.matched(
            EntityKey.parse("desk/users"), EntityKey.parse("shop/contacts"), new MatchPair("email", "email"));

    private final TestClock clock = new TestClock();
    private int counted;

    @Test
    void aCountThatTookLong_isKeptTenTimesAsLong() {
        ApplicationView view = QuietView.of(
                null,
                List.of(FLOW),
                flow -> {
                    counted++;
                    clock.pass(Duration.ofSeconds(3));
                    return Optional.of("off in this test");
                },
                clock);
        view.totals(FLOW);
        clock.pass(Duration.ofSeconds(29));
        view.totals(FLOW);
        assertThat(counted).isEqualTo(1);

        clock.pass(Duration.ofSeconds(2));
        view.totals(FLOW);
        assertThat(counted).isEqualTo(2);

        view.changed(FLOW);
        view.totals(FLOW);
        assertThat(counted).as("after a decision").isEqualTo(3);
    }

    /** There is nothing here that could count. */
    @Test
    void aProbeCountsNoRecords() {
        try (Database store = TestDatabase.H2.open()) {
            Health.Answer answer = new Health(QuietView.of(store.jdbi(), List.of(FLOW))).whole();
            assertThat(answer.checks()).extracting(Health.Check::name).contains("flow " + FLOW.id());
        }
    }
}
