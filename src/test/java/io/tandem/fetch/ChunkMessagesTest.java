package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.UnderWay;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Contexts;
import io.tandem.kit.Flows;
import io.tandem.record.Causes;
import io.tandem.record.EntityKey;
import io.tandem.store.Leases;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks in Camel's own splitter: whatever fails and whenever, the exchange ends, with that failure, and what it took is done or dropped. */
@Timeout(300) // the profile's many rounds take seven seconds, and most of a minute on a busy machine
class ChunkMessagesTest {

    private static final int ROUNDS = Integer.getInteger("splitter.rounds", 500);
    private static final Flow FLOW = Flows.every(EntityKey.parse("desk/case"), EntityKey.parse("pms/job"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DefaultCamelContext camel = Contexts.bare();
    private volatile Processor steps = exchange -> {};

    /** What this test lets fail. */
    private static final class Failure extends RuntimeException {
        Failure(String what) {
            super(what);
        }
    }

    private static final Leases.Lease LEASE = new Leases.Lease() {
        @Override
        public void renew() {}

        @Override
        public boolean ending() {
            return false;
        }

        @Override
        public void close() {}
    };

    @AfterEach
    void shut() {
        camel.stop();
        threads.shutdownNow();
    }

    private void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:round")
                        .errorHandler(noErrorHandler())
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .parallelProcessing()
                        .executorService(threads)
                        .process(exchange -> {
                            Chunk chunk = exchange.getMessage().getBody(Chunk.class);
                            if (chunk.place().enter()) {
                                steps.process(exchange);
                                chunk.place().saved();
                            }
                        });
            }
        });
        camel.start();
    }

    private static Chunk chunk(long first) {
        return new Chunk(FLOW, Side.SOURCE, Instant.EPOCH, first, first + 1, List.of(), List.of());
    }

    private ChunkQueue queue(UnderWay underWay, ChunkQueue.Phase phase) {
        return new ChunkQueue(
                List.of(phase),
                new Chunk(FLOW, Side.SOURCE, Instant.EPOCH, 0, 0, List.of(), List.of()),
                underWay,
                LEASE,
                () -> false);
    }

    /** @return how the exchange ended */
    private Exchange round(ChunkQueue queue) throws Exception {
        Exchange exchange = new DefaultExchange((CamelContext) camel);
        exchange.getMessage().setBody(new ChunkMessages(exchange.getMessage(), queue));
        return camel.createProducerTemplate().send("direct:round", exchange);
    }

    private static void end(ChunkQueue queue) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        queue.end(over::countDown);
        assertThat(over.await(20, TimeUnit.SECONDS)).as("the round is over").isTrue();
    }

    /** A failure of the store while a chunk was loaded: the splitter then took all that was left and waited for it for ever. */
    @Test
    void aChunkThatCantBeLoaded_endsTheExchange_andNoOtherIsTaken() throws Exception {
        start();
        AtomicInteger loads = new AtomicInteger();
        ChunkQueue queue = queue(new UnderWay(FLOW.id(), 2, 0, Clock.systemUTC()), () -> {
            if (loads.incrementAndGet() == 3) {
                throw new Failure("the store is gone for a moment");
            }
            return loads.get() > 20 ? null : chunk(loads.get());
        });

        Exchange done = round(queue);

        assertThat(done.getException()).isInstanceOf(Failure.class);
        assertThat(loads).hasValue(3);
        end(queue);
    }

    /** One thread had heard that there is more; before it took that, another one ended the splitter. */
    @Test
    void nothingIsTaken_onceTheSplitterIsClosed() {
        Exchange exchange = new DefaultExchange((CamelContext) camel);
        ChunkMessages messages = new ChunkMessages(
                exchange.getMessage(), List.of(chunk(1), chunk(2)).iterator());
        assertThat(messages.hasNext()).isTrue();

        exchange.setException(new Failure("in a chunk before"));
        assertThat(messages.hasNext()).isFalse();

        assertThat(messages.next()).isNull();
    }

    /** The splitter closed its iterator while another thread took a chunk from it, and the exchange ended with a NullPointerException. */
    @Test
    void aChunkThatFails_endsTheExchange_withItsFailure() throws Exception {
        start();
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            int failing = random.nextInt(6);
            int most = 1 + random.nextInt(4);
            AtomicInteger loads = new AtomicInteger();
            AtomicInteger inSteps = new AtomicInteger();
            steps = exchange -> {
                inSteps.incrementAndGet();
                try {
                    if (exchange.getMessage().getBody(Chunk.class).first() == failing) {
                        throw new Failure("chunk " + failing);
                    }
                } finally {
                    inSteps.decrementAndGet();
                }
            };
            ChunkQueue queue = queue(
                    new UnderWay(FLOW.id(), most, 0, Clock.systemUTC()),
                    () -> loads.get() == 6 ? null : chunk(loads.getAndIncrement()));

            Exchange done = round(queue);
            end(queue);

            assertThat(inSteps).as("in steps after round %d", i).hasValue(0);
            assertThat(Causes.find(done.getException(), Failure.class))
                    .as("failure of round %d: %s", i, done.getException())
                    .isPresent();
        }
    }
}
