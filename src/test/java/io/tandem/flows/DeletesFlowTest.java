package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.fetch.Feeds;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;

/** Deletes, full comparisons and the guard (rules 13 and 14), on both databases. */
class DeletesFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");

    private static Flow flow(DeletePolicy deletes) {
        Flow keep = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));
        return FlowBuilder.like(keep).deletes(deletes).build();
    }

    private interface Story {
        void tell(TestEngine engine);
    }

    private void on(TestDatabase database, DeletePolicy deletes, int records, Story story) {
        for (int i = 0; i < records; i++) {
            tickets.add("t" + i, Map.of("subject", "subject " + i));
        }
        try (Database store = database.open();
                TestEngine engine = new TestEngine(
                        store, List.of(flow(deletes)), Map.of(TICKETS, tickets, PROJECTS, projects), clock)) {
            engine.sync();
            story.tell(engine);
        }
    }

    private static List<LinkState> states(TestEngine engine) {
        List<LinkState> states = new ArrayList<>();
        engine.engine()
                .jdbi()
                .useHandle(h ->
                        Links.each(h, List.of(flow(DeletePolicy.KEEP).id()), (Link link) -> states.add(link.state())));
        return states;
    }

    private static void reconcile(TestEngine engine) {
        Feeds feeds = engine.engine().feeds();
        feeds.wantPass(List.of(TICKETS, PROJECTS));
        engine.sync();
    }

    @ParameterizedTest
    @OnOneDatabase
    void findsWhatVanishedWithoutATrace_onlyWhenItReconciles(TestDatabase database) {
        on(database, DeletePolicy.KEEP, 3, engine -> {
            tickets.vanish("t1");
            engine.sync();
            assertThat(states(engine)).containsOnly(LinkState.LINKED);

            reconcile(engine);
            assertThat(states(engine))
                    .containsExactlyInAnyOrder(LinkState.LINKED, LinkState.SOURCE_DELETED, LinkState.LINKED);
            assertThat(projects.all()).allMatch(project -> project.live());
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void takesNothingForDeleted_thatAListOnlyLeftOut(TestDatabase database) {
        on(database, DeletePolicy.PROPAGATE, 3, engine -> {
            tickets.unlist("t1");
            reconcile(engine);

            assertThat(states(engine)).containsOnly(LinkState.LINKED);
            assertThat(projects.all()).allMatch(project -> project.live());
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void takesNothingForDeleted_whenTheListBreaksOffHalfWay(TestDatabase database) {
        on(database, DeletePolicy.PROPAGATE, 3, engine -> {
            tickets.vanish("t1");
            tickets.failAfter(1);
            reconcile(engine);

            assertThat(states(engine)).containsOnly(LinkState.LINKED);
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void findsAnEdit_thatIncrementsNeverShowed(TestDatabase database) {
        on(database, DeletePolicy.KEEP, 2, engine -> {
            tickets.editWithoutStamp("t0", Map.of("subject", "edited behind the feed"));
            engine.sync();
            assertThat(projects.text("1", "name")).isEqualTo("subject 0");

            reconcile(engine);
            assertThat(projects.text("1", "name")).isEqualTo("edited behind the feed");
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void resumes_whenADeletedRecordComesBack(TestDatabase database) {
        on(database, DeletePolicy.KEEP, 1, engine -> {
            tickets.presence("t0", Presence.DELETED);
            engine.sync();
            assertThat(states(engine)).containsExactly(LinkState.SOURCE_DELETED);

            tickets.edit("t0", Map.of("subject", "back again"));
            engine.sync();
            assertThat(states(engine)).containsExactly(LinkState.LINKED);
            assertThat(projects.text("1", "name")).isEqualTo("back again");
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void deletesTheCounterpart_bothWays_whenTheFlowSaysPropagate(TestDatabase database) {
        on(database, DeletePolicy.PROPAGATE, 3, engine -> {
            tickets.presence("t0", Presence.DELETED);
            projects.presence("2", Presence.DELETED);
            engine.sync();

            assertThat(projects.get("1").live()).isFalse();
            assertThat(tickets.get("t1").live()).isFalse();
            assertThat(tickets.get("t2").live()).isTrue();
            assertThat(projects.get("3").live()).isTrue();
            assertThat(states(engine))
                    .containsExactlyInAnyOrder(LinkState.SOURCE_DELETED, LinkState.TARGET_DELETED, LinkState.LINKED);
            int writes = projects.calls("write") + tickets.calls("write");
            engine.sync();
            assertThat(projects.calls("write") + tickets.calls("write")).isEqualTo(writes);
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void neverDeletesTheCounterpart_ofARecordThatOnlyLeft(TestDatabase database) {
        on(database, DeletePolicy.PROPAGATE, 1, engine -> {
            tickets.presence("t0", Presence.LEFT);
            engine.sync();

            assertThat(projects.get("1").live()).isTrue();
            assertThat(states(engine)).containsExactly(LinkState.LEFT);
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void guardStopsAFlow_thatWouldLoseTooManyLinks_untilAnOperatorAllowsIt(TestDatabase database) {
        on(database, DeletePolicy.PROPAGATE, 40, engine -> {
            for (int i = 0; i < 12; i++) {
                tickets.presence("t" + i, Presence.DELETED);
            }
            engine.sync();
            assertThat(projects.all()).allMatch(project -> project.live());
            assertThat(states(engine)).containsOnly(LinkState.LINKED);

            engine.decisions("ann").allowDeletes(flow(DeletePolicy.PROPAGATE));
            engine.sync();
            assertThat(projects.all()).filteredOn(project -> !project.live()).hasSize(12);

            for (int i = 20; i < 32; i++) {
                tickets.presence("t" + i, Presence.DELETED);
            }
            engine.sync();
            assertThat(projects.all()).filteredOn(project -> !project.live()).hasSize(12);
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void guardLetsAFewDeletesPass(TestDatabase database) {
        on(database, DeletePolicy.KEEP, 40, engine -> {
            for (int i = 0; i < 9; i++) {
                tickets.presence("t" + i, Presence.DELETED);
            }
            engine.sync();
            assertThat(states(engine))
                    .filteredOn(LinkState.SOURCE_DELETED::equals)
                    .hasSize(9);
        });
    }
}
