package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.FlowCounters.Outcome;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way back passes by the echoes of creates of which their save has shown that there is nothing to do. */
class QuietRecordsTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/projects");
    private static final Flow FLOW =
            Flows.every(TICKETS, PROJECTS, Flows.row("subject", "title"), Flows.row("status", "state"));
    private static final int RECORDS = Tuning.DEFAULT.chunkRecords() + 50;

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "status");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "title", "state");
    private final Database store = TestDatabase.H2.open();
    private final TestEngine engine =
            new TestEngine(store, List.of(FLOW), Map.of(TICKETS, tickets, PROJECTS, projects), clock);

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private long looks(Outcome outcome) {
        return engine.engine().counts().flowCounters().of(FLOW).records().get(outcome);
    }

    private long offset(Side side) {
        return store.jdbi().inTransaction(h -> FlowProgress.of(h, FLOW.id())).offset(side);
    }

    @Test
    void arePassedBy_andTheOffsetMovesPastThem() {
        for (int i = 0; i < RECORDS; i++) {
            tickets.add("t" + i, Map.of("subject", "s" + i, "status", "open"));
        }
        engine.sync();
        assertThat(looks(Outcome.CREATED)).isEqualTo(RECORDS);
        assertThat(looks(Outcome.UNCHANGED)).isZero();
        assertThat(offset(Side.TARGET)).isEqualTo(RECORDS);
    }

    @Test
    void arePassedBy_whereBothSidesAreEmpty() {
        tickets.add("t", Map.of("subject", "a"));
        engine.sync();
        assertThat(looks(Outcome.CREATED)).isEqualTo(1);
        assertThat(looks(Outcome.UNCHANGED)).isZero();
        String project = projects.all().iterator().next().key().id();
        projects.edit(project, Map.of("state", "later"));
        engine.sync();
        assertThat(tickets.text("t", "status")).isEqualTo("later");
    }

    @Test
    void areLookedAt_whereNothingWasAgreedOn() {
        Flow twoSources = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "title"), Flows.row("status", "title"));
        try (Database other = TestDatabase.H2.open();
                TestEngine both = new TestEngine(
                        other, List.of(twoSources), Map.of(TICKETS, tickets, PROJECTS, projects), clock)) {
            tickets.add("t", Map.of("subject", "a", "status", "open"));
            both.sync();
            assertThat(both.engine().counts().flowCounters().of(twoSources).records())
                    .containsEntry(Outcome.CREATED, 1L)
                    .containsEntry(Outcome.UNCHANGED, 1L);
        }
    }

    @Test
    void hideNoEdit() {
        tickets.add("t", Map.of("subject", "a", "status", "open"));
        engine.sync();
        String project = projects.all().iterator().next().key().id();
        projects.edit(project, Map.of("title", "edited"));
        engine.sync();
        assertThat(tickets.text("t", "subject")).isEqualTo("edited");
    }

    @Test
    void countOnlyForAPass_thatBeginsWhereTheyWereFound() {
        QuietRecords quiet = new QuietRecords();
        quiet.begin(FLOW, Side.TARGET, 5);
        quiet.add(FLOW, Side.TARGET, List.of(new QuietRecords.Quiet(6, true), new QuietRecords.Quiet(7, false)));
        assertThat(quiet.take(FLOW, Side.SOURCE, 5).numbers().size()).isZero();
        QuietRecords.Known taken = quiet.take(FLOW, Side.TARGET, 5);
        assertThat(taken.numbers().endOfRun(5)).isEqualTo(7);
        assertThat(taken.matched().count(5, 7)).isEqualTo(1);
        assertThat(quiet.take(FLOW, Side.TARGET, 5).numbers().size()).isZero();

        quiet.begin(FLOW, Side.TARGET, 5);
        quiet.add(FLOW, Side.TARGET, List.of(new QuietRecords.Quiet(6, true)));
        assertThat(quiet.take(FLOW, Side.TARGET, 0).numbers().size()).isZero();
    }
}
