package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.app.RoundFailures;
import io.tandem.flow.Condition;
import io.tandem.flow.Connection;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Wakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Two flows run at the same time, as their schedules have them: what one links while the other writes is not missed. */
class InBetweenFlowTest {

    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");
    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final Flow TRADE = Flows.every(FIRMS, CUSTOMERS, Flows.row("name", "name"));
    private static final Flow WORK =
            Flows.every(CASES, JOBS, Flows.row("title", "name"), Flows.reference("firm", "customer", FIRMS, CUSTOMERS));
    private static final Flow CONNECTED = FlowBuilder.of(CASES, JOBS)
            .id(WORK.id())
            .link(LinkPolicy.CONNECTED)
            .rows(WORK.rows())
            .connectedTo(new Connection(FIRMS))
            .build();

    private final TickingClock clock = new TickingClock();
    private final ModelEntity firms = new ModelEntity(FIRMS, clock, "name");
    private final ModelEntity customers = new ModelEntity(CUSTOMERS, clock, "name");
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name", "customer");
    private final InBetween slow = new InBetween(jobs);

    private TestEngine engine(Database store, Flow work) {
        return new TestEngine(
                store,
                List.of(work, TRADE),
                Map.of(FIRMS, firms, CUSTOMERS, customers, CASES, cases, JOBS, slow),
                clock);
    }

    @ParameterizedTest
    @OnOneDatabase
    void resolvesAReference_whoseRecordIsLinkedWhileTheChunkIsWritten(TestDatabase database) {
        cases.add("1", Map.of("title", "first"));
        cases.add("2", Map.of("title", "second"));
        try (Database store = database.open();
                TestEngine engine = engine(store, WORK)) {
            engine.sync();
            cases.edit("1", Map.of("firm", "7"));
            cases.edit("2", Map.of("title", "edited"));
            firms.add("7", Map.of("name", "Acme"));
            slow.happens(() -> engine.sync(TRADE));
            engine.sync();
            engine.sync();
            assertThat(customers.all()).hasSize(1);
            assertThat(jobs.text("1", "customer")).isEqualTo("1");
        }
    }

    @Test
    void triesARecordAgain_thatAnOperatorWantsTriedAgain_whileItIsRefusedOnceMore() {
        cases.add("1", Map.of("title", "first"));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = engine(store, WORK)) {
            engine.sync();
            cases.edit("1", Map.of("title", "second"));
            slow.refuse(true);
            engine.sync();
            engine.decisions("ann").retryAll(List.of(WORK.id()));
            slow.happens(() -> {
                slow.refuse(false);
                engine.decisions("ann").retryAll(List.of(WORK.id()));
            });
            engine.sync();
            engine.sync();
            assertThat(jobs.text("1", "name")).isEqualTo("second");
        }
    }

    @Test
    void deletesNothing_whenTooManyWereDeleted_afterTheGuardHadLooked() {
        Flow propagating = propagating(WORK);
        for (int i = 10; i < 40; i++) {
            cases.add("c" + i, Map.of("title", "case " + i));
        }
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = engine(store, propagating)) {
            engine.sync();
            for (int i = 10; i < 40; i++) {
                cases.edit("c" + i, Map.of("title", "edited " + i));
            }
            store.jdbi().useHandle(h -> Wakes.add(h, WORK.id(), Side.SOURCE, List.of("c10")));
            slow.happens(() -> {
                for (int i = 11; i <= 30; i++) {
                    jobs.presence(String.valueOf(i), Presence.DELETED);
                }
                engine.engine().feeds().update(JOBS, clock.instant());
            });
            RoundFailures stopped = engine.sync();
            assertThat(stopped.flows())
                    .as("that it stopped is no fault of ours")
                    .isEmpty();
            assertThat(cases.all()).allMatch(SyncRecord::live);
            engine.sync();
            assertThat(cases.all()).allMatch(SyncRecord::live);
            engine.decisions("ann").allowDeletes(propagating);
            engine.sync();
            assertThat(cases.all()).filteredOn(SyncRecord::live).hasSize(10);
        }
    }

    @Test
    void stopsAfterTheChunkInHand_whenAnOperatorPausesTheFlow() {
        cases.add("1", Map.of("title", "first"));
        cases.add("2", Map.of("title", "second"));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = engine(store, WORK)) {
            engine.sync();
            cases.edit("1", Map.of("title", "first again"));
            cases.edit("2", Map.of("title", "second again"));
            store.jdbi().useHandle(h -> Wakes.add(h, WORK.id(), Side.SOURCE, List.of("1")));
            slow.happens(() -> engine.decisions("ann").pause(WORK, true));
            engine.sync();
            assertThat(jobs.text("1", "name")).isEqualTo("first again");
            assertThat(jobs.text("2", "name")).isEqualTo("second");
            engine.decisions("ann").pause(WORK, false);
            engine.sync();
            assertThat(jobs.text("2", "name")).isEqualTo("second again");
        }
    }

    private static Flow propagating(Flow flow) {
        return FlowBuilder.like(flow).deletes(DeletePolicy.PROPAGATE).build();
    }

    @Test
    void looksAtAllRecords_byTheNewFile_thatAnotherProcessHadInHandByTheOldOne() {
        Flow some = where(WORK, new Condition("title", false, List.of(TextNode.valueOf("first"))));
        cases.add("1", Map.of("title", "first"));
        cases.add("2", Map.of("title", "second"));
        List<TestEngine> other = new ArrayList<>();
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = engine(store, some)) {
            slow.happens(() -> other.add(engine(store, WORK)));
            engine.sync();
            assertThat(jobs.all()).hasSize(1);
            other.get(0).sync();
            assertThat(jobs.all()).hasSize(2);
        } finally {
            other.forEach(TestEngine::close);
        }
    }

    private static Flow where(Flow flow, Condition condition) {
        return FlowBuilder.like(flow).where(condition).build();
    }

    @ParameterizedTest
    @OnOneDatabase
    void createsWhatRefersToARecord_thatIsLinkedWhileTheChunkIsWritten(TestDatabase database) {
        firms.add("6", Map.of("name", "Before"));
        cases.add("1", Map.of("title", "of the first", "firm", "6"));
        cases.add("2", Map.of("title", "of the second", "firm", "7"));
        try (Database store = database.open();
                TestEngine engine = engine(store, CONNECTED)) {
            engine.sync(TRADE);
            firms.add("7", Map.of("name", "Acme"));
            slow.happens(() -> engine.sync(TRADE));
            engine.sync();
            engine.sync();
            assertThat(customers.all()).hasSize(2);
            assertThat(jobs.all()).hasSize(2);
        }
    }
}
