package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;

/** Several chunks of one flow under way at the same time. */
class ParallelChunksFlowTest {

    private static final EntityKey CASES = EntityKey.parse("desk/case");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final Flow FLOW =
            Flows.every(CASES, JOBS, Flows.row("title", "name")).withParallel(2);

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name");

    private void addCases(int count) {
        for (int i = 1; i <= count; i++) {
            cases.add("" + i, Map.of("title", "case " + i));
        }
    }

    private static long offset(Database store) {
        return store.jdbi().withHandle(h -> FlowProgress.of(h, FLOW.id())).offset(Side.SOURCE);
    }

    @ParameterizedTest
    @OnOneDatabase
    void theyWaitForTheirAnswersTogether_andNoMoreThanTheFlowAllows(TestDatabase database) {
        addCases(8);
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        OneAtATime meeting = new OneAtATime(jobs) {
            @Override
            void beforeWrite(List<Write> writes) throws Exception {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                together.await(20, TimeUnit.SECONDS);
            }

            @Override
            void afterWrite(List<Write> writes) {
                now.decrementAndGet();
            }
        };
        try (Database store = database.open();
                TestEngine engine = TestEngine.ofChunks(store, FLOW, Map.of(CASES, cases, JOBS, meeting), clock, 2)) {
            assertThat(engine.sync().stopped()).isEmpty();

            assertThat(jobs.calls("write")).isEqualTo(4);
            assertThat(engine.counts(FLOW).created()).isEqualTo(8);
            assertThat(most).hasValue(2);
        }
    }

    /** The second chunk is saved while the first one is under way, which then fails. */
    @ParameterizedTest
    @OnOneDatabase
    void theOffsetWaitsForTheOneThatFailed_andNothingIsCreatedTwice(TestDatabase database) {
        addCases(6);
        AtomicBoolean down = new AtomicBoolean(true);
        CountDownLatch secondIsWritten = new CountDownLatch(1);
        OneAtATime meeting = new OneAtATime(jobs) {
            @Override
            void beforeWrite(List<Write> writes) throws Exception {
                if (down.get() && isFirst(writes)) {
                    secondIsWritten.await(20, TimeUnit.SECONDS);
                    throw new SystemException.Unavailable("pms", "pms is not available", null);
                }
            }

            @Override
            void afterWrite(List<Write> writes) {
                secondIsWritten.countDown();
            }

            private static boolean isFirst(List<Write> writes) {
                return ((Write.Create) writes.get(0)).externalRef().equals("desk/case/1");
            }
        };
        try (Database store = database.open();
                TestEngine engine = TestEngine.ofChunks(store, FLOW, Map.of(CASES, cases, JOBS, meeting), clock, 2)) {
            assertThat(engine.sync().stopped()).containsKey(FLOW.id());
            assertThat(offset(store)).isLessThanOrEqualTo(0);
            int made = engine.engine()
                    .feeds()
                    .changes(JOBS, 0, Long.MAX_VALUE, 100)
                    .size();
            assertThat(made).isPositive();

            down.set(false);
            assertThat(engine.sync().stopped()).isEmpty();
            assertThat(engine.counts(FLOW).created()).isEqualTo(6L - made);
            assertThat(offset(store)).isEqualTo(6);
        }
    }

    @RepeatedTest(20)
    void oneThatFails_endsTheRoundOfTheFlow() {
        addCases(20);
        AtomicInteger tries = new AtomicInteger();
        OneAtATime meeting = new OneAtATime(jobs) {
            @Override
            void beforeWrite(List<Write> writes) {
                tries.incrementAndGet();
                throw new SystemException.Unavailable("pms", "pms is not available", null);
            }
        };
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = TestEngine.ofChunks(store, FLOW, Map.of(CASES, cases, JOBS, meeting), clock, 1)) {
            assertThat(engine.sync().stopped()).containsKey(FLOW.id());

            // a sync tries a flow that stopped no more than five times, and no more than two chunks are under way
            assertThat(tries).hasValueLessThanOrEqualTo(10);
        }
    }
}
