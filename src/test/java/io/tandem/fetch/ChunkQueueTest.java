package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.UnderWay;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order chunks are handed out, and when. */
class ChunkQueueTest {

    private static final Flow FLOW = Flows.every(EntityKey.parse("desk/case"), EntityKey.parse("pms/job"));

    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), Clock.systemUTC());
    private final Leases.Lease lease = leases.take("flow " + FLOW.id(), Duration.ofSeconds(10));
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private boolean paused;

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private static Chunk chunk(long first, long last) {
        return new Chunk(FLOW, Side.SOURCE, Instant.EPOCH, first, last, List.of(), List.of());
    }

    private ChunkQueue.Phase phase(String name, Chunk... chunks) {
        Deque<Chunk> left = new ArrayDeque<>(List.of(chunks));
        return new ChunkQueue.Phase() {
            @Override
            public Chunk next() {
                return left.poll();
            }

            @Override
            public void done() {
                done.add(name);
            }
        };
    }

    private ChunkQueue queue(ChunkQueue.Phase... phases) {
        return new ChunkQueue(
                List.of(phases), chunk(0, 0), new UnderWay(FLOW.id(), 2, 0, Clock.systemUTC()), lease, () -> paused);
    }

    private static void save(Chunk chunk) {
        chunk.place().saved();
        chunk.place().done(false);
    }

    @Test
    void aPhaseIsOver_whenAllItsChunksAreSaved_andTheNextBeginsThen() throws Exception {
        ChunkQueue queue = queue(phase("woken", chunk(0, 0)), phase("changed", chunk(0, 5)));
        Chunk woken = queue.next();
        CompletableFuture<Chunk> next = Waiting.of(queue::next);
        assertThat(done).isEmpty();
        save(woken);

        assertThat(next.get(10, TimeUnit.SECONDS).last()).isEqualTo(5);
        assertThat(done).containsExactly("woken");
    }

    @Test
    void aPhaseThatHasMore_comesAgain_onceAllItsChunksAreSaved() throws Exception {
        ChunkQueue.Phase pieces = new ChunkQueue.Phase() {
            private final Deque<Chunk> left = new ArrayDeque<>(List.of(chunk(0, 5), chunk(5, 9)));
            private boolean handedOut;

            @Override
            public Chunk next() {
                Chunk next = handedOut ? null : left.poll();
                handedOut = true;
                return next;
            }

            @Override
            public void done() {
                done.add("piece");
                handedOut = false;
            }

            @Override
            public boolean comesAgain() {
                return !left.isEmpty();
            }
        };
        ChunkQueue queue = queue(pieces, phase("changed", chunk(9, 12)));
        Chunk first = queue.next();
        CompletableFuture<Chunk> next = Waiting.of(queue::next);
        assertThat(done).isEmpty();
        save(first);

        Chunk second = next.get(10, TimeUnit.SECONDS);
        assertThat(second.last()).isEqualTo(9);
        save(second);
        assertThat(queue.next().last()).isEqualTo(12);
        assertThat(done).containsExactly("piece", "piece");
    }

    @Test
    void noPhaseIsOver_whenAChunkOfItFailed() {
        ChunkQueue queue = queue(phase("changed", chunk(0, 5), chunk(5, 9)));
        Chunk first = queue.next();
        queue.next().place().done(true);
        save(first);

        assertThat(queue.hasNext()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void theLastChunkIsEmpty_becauseTheSplitterAsksBeforeItIsKnown() {
        ChunkQueue queue = queue(phase("changed", chunk(0, 5)));
        save(queue.next());

        assertThat(queue.hasNext()).isTrue();
        assertThat(queue.next().items()).isEmpty();
        assertThat(queue.hasNext()).isFalse();
        assertThat(done).containsExactly("changed");
    }

    @Test
    void aFlowThatIsPausedInBetween_handsOutNoMore() {
        ChunkQueue queue = queue(phase("changed", chunk(0, 5), chunk(5, 9)));
        save(queue.next());
        paused = true;

        assertThat(queue.next().items()).isEmpty();
        assertThat(queue.hasNext()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void whatWasPromised_isHandedOut_whenTheProcessIsToEnd() {
        ChunkQueue queue = queue(phase("changed", chunk(0, 5), chunk(5, 9)));
        save(queue.next());
        assertThat(queue.hasNext()).isTrue();
        leases.end();

        assertThat(queue.hasNext()).isTrue();
        assertThat(queue.next().last()).isZero();
        assertThat(queue.hasNext()).isFalse();
    }

    /** The splitter ended as if nothing had failed: it asked again before the failure had reached it, and got nothing. */
    @Test
    void whatWasPromised_isHandedOut_whenAChunkFailed() {
        ChunkQueue queue = queue(phase("changed", chunk(0, 5), chunk(5, 9)));
        Chunk first = queue.next();
        assertThat(queue.hasNext()).isTrue();
        first.place().done(true);

        assertThat(queue.hasNext()).isTrue();
        assertThat(queue.next().items()).isEmpty();
        assertThat(queue.hasNext()).isFalse();
    }
}
