package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real threads, as they come: two flows on one entity, several chunks of each under way, in each round something else goes wrong.
 * Then all goes right, and each record has one partner with its value, and nothing is left to write. No round hangs.
 *
 * <p>{@code -Dstorm.seeds=1000} runs so many of each kind, {@code -Dstorm.first=} from another one on, {@code -Dstorm.only=} of one kind; the drawn part of a seed can be drawn again, what the threads make of it can't.
 */
class ParallelStormTest {

    private static final int SEEDS = Integer.getInteger("storm.seeds", 2);
    private static final long FIRST = Long.getLong("storm.first", 1);
    private static final EntityKey CASES = EntityKey.parse("desk/case");
    private static final EntityKey LEADS = EntityKey.parse("crm/lead");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");

    /** What goes wrong, beside answers that are lost and calls that fail. */
    enum Trouble {
        NONE,
        ROUNDS_END,
        THE_LEASE_IS_LOST,
        TWO_APPLICATIONS,
        TWO_THREADS_FOR_ALL {
            @Override
            TestEngine.Threads threads() {
                return TestEngine.Threads.TWO_FOR_ALL;
            }
        },
        ONE_THREAD_BETWEEN_STEPS {
            @Override
            TestEngine.Threads threads() {
                return TestEngine.Threads.ONE_BETWEEN_STEPS;
            }
        };

        TestEngine.Threads threads() {
            return TestEngine.Threads.AS_MANY_AS_WANTED;
        }
    }

    private static Stream<Trouble> troubles() {
        String only = System.getProperty("storm.only", ".*");
        return Stream.of(Trouble.values()).filter(trouble -> trouble.name().matches(only));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void leavesEachRecordWithOnePartner_andNothingToWrite(Trouble trouble) throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try (Storm storm = new Storm(trouble, seed)) {
                storm.blow();
                storm.hold();
            } catch (AssertionError | Exception e) {
                throw new AssertionError(trouble + ", seed " + seed, e);
            }
        }
    }

    private static final class Storm implements AutoCloseable {
        private final Random random;
        private final Trouble trouble;
        private final TickingClock clock = new TickingClock();
        private final ModelEntity cases = new ModelEntity(CASES, clock, "title");
        private final ModelEntity leads = new ModelEntity(LEADS, clock, "subject");
        private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name");
        private final List<Flow> flows;
        private final Database store = TestDatabase.H2.open();
        private final List<TestEngine> applications = new ArrayList<>();
        private final ExecutorService people = Executors.newCachedThreadPool();
        private final AtomicInteger writes = new AtomicInteger();
        private final int failing;
        private final int lost;
        private final int slow;
        private final int strike;
        private volatile boolean calm;
        private volatile CountDownLatch others = new CountDownLatch(1);

        Storm(Trouble trouble, long seed) {
            this.trouble = trouble;
            random = new Random(seed);
            int workers = 2 + random.nextInt(3);
            int records = 6 + random.nextInt(14);
            IntStream.rangeClosed(1, records).forEach(i -> {
                cases.add("" + i, Map.of("title", "case " + i));
                leads.add("" + i, Map.of("subject", "lead " + i));
            });
            flows = List.of(
                    FlowBuilder.like(Flows.every(CASES, JOBS, Flows.row("title", "name")))
                            .build()
                            .withParallel(workers),
                    FlowBuilder.like(Flows.every(LEADS, JOBS, Flows.row("subject", "name")))
                            .build()
                            .withParallel(workers));
            failing = random.nextInt(8);
            lost = random.nextInt(8);
            slow = random.nextInt(10);
            strike = random.nextInt(12);
            Map<EntityKey, EntityClient> clients =
                    Map.of(CASES, new Weather(cases), LEADS, new Weather(leads), JOBS, new Weather(jobs));
            int size = 1 + random.nextInt(3);
            for (int i = 0; i < (trouble == Trouble.TWO_APPLICATIONS ? 2 : 1); i++) {
                applications.add(TestEngine.ofChunks(store, flows, clients, clock, size, trouble.threads()));
            }
        }

        /** One of a number of writes fails before its effect, one after it, one waits for another; at one the trouble comes. */
        private final class Weather extends OneAtATime {
            Weather(ModelEntity inner) {
                super(inner);
            }

            @Override
            void beforeWrite(List<Write> all) throws Exception {
                if (calm) {
                    return;
                }
                int number = writes.incrementAndGet();
                if (number % 12 == strike) {
                    strike();
                }
                if (number % 10 == slow) {
                    CountDownLatch mine = others;
                    mine.await(20, TimeUnit.MILLISECONDS);
                }
                if (number % 8 == failing) {
                    throw new SystemException.Unavailable(facts().key().system(), "is not available", null);
                }
            }

            @Override
            void afterWrite(List<Write> all) {
                others.countDown();
                others = new CountDownLatch(1);
                if (!calm && writes.get() % 8 == lost) {
                    throw new SystemException.Unavailable(facts().key().system(), "answered nothing", null);
                }
            }
        }

        private void strike() {
            if (trouble == Trouble.ROUNDS_END) {
                applications.get(0).engine().leases().halt(true);
            }
            if (trouble == Trouble.THE_LEASE_IS_LOST) {
                store.jdbi()
                        .useHandle(
                                h -> h.execute("update lease set owner = 'another', until_ms = ?", clock.millis() + 3));
            }
        }

        void blow() throws Exception {
            for (int i = 0; i < 6; i++) {
                List<Callable<?>> work = new ArrayList<>();
                for (TestEngine application : applications) {
                    for (Flow flow : flows) {
                        work.add(() -> application.sync(flow));
                    }
                }
                int edited = 1 + i;
                work.add(() -> edit(cases, edited, "title", "case " + edited + " edited"));
                work.add(() -> edit(leads, edited, "subject", "lead " + edited + " edited"));
                together(work);
                applications.forEach(
                        application -> application.engine().leases().halt(false));
            }
        }

        private static Object edit(ModelEntity entity, int id, String property, String value) {
            synchronized (entity) {
                return entity.edit("" + id, Map.of(property, value));
            }
        }

        private void together(List<Callable<?>> work) throws Exception {
            List<Future<?>> running = new ArrayList<>();
            work.forEach(one -> running.add(people.submit(one)));
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }

        void hold() throws Exception {
            calm = true;
            TestEngine last = applications.get(0);
            for (int i = 0; i < 3; i++) {
                clock.pass(Duration.ofDays(1));
                together(List.of(last::sync));
            }
            assertThat(last.stopped()).isEmpty();
            assertThat(last.unfinished()).isEmpty();
            jobs.all().forEach(job -> assertThat(job.live()).isTrue());
            assertThat(jobs.all()).hasSize(cases.all().size() + leads.all().size());
            agree(flows.get(0), cases, "title");
            agree(flows.get(1), leads, "subject");
            int before = jobs.calls("write");
            together(List.of(last::sync));
            assertThat(jobs.calls("write")).as("writes of a quiet round").isEqualTo(before);
        }

        private void agree(Flow flow, ModelEntity sources, String property) {
            List<Link> links = new ArrayList<>();
            store.jdbi().useHandle(h -> Links.each(h, List.of(flow.id()), links::add));
            assertThat(links).hasSize(sources.all().size());
            assertThat(links).allMatch(link -> link.state() == LinkState.LINKED);
            assertThat(links.stream().map(Link::targetId)).doesNotHaveDuplicates();
            links.forEach(link ->
                    assertThat(jobs.text(link.targetId(), "name")).isEqualTo(sources.text(link.sourceId(), property)));
            assertThat(store.jdbi()
                            .withHandle(h -> FlowProgress.of(h, flow.id()))
                            .offset(Side.SOURCE))
                    .isEqualTo(applications
                            .get(0)
                            .engine()
                            .feeds()
                            .state(flow.source())
                            .sequence());
        }

        @Override
        public void close() {
            people.shutdownNow();
            applications.forEach(TestEngine::close);
            store.close();
        }
    }
}
