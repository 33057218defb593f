package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Trouble;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.NextTry;
import io.tandem.store.Park;
import io.tandem.store.References;
import io.tandem.store.Wakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A link can wake each record of a flow: their ids are in memory piece by piece, and none is forgotten for that. */
class WokenTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey JOBS = EntityKey.parse("pms/jobs");
    private static final Flow FLOW = Flows.every(CASES, JOBS, Flows.row("title", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name");
    private Database store;
    private Leases leases;
    private Feeds feeds;

    private void open(TestDatabase database) {
        store = database.open();
        leases = new Leases(store.jdbi(), clock);
        feeds = new Feeds(
                store.jdbi(),
                leases,
                clock,
                key -> key.equals(CASES) ? cases : jobs,
                new FeedNeeds(List.of(FLOW), key -> (key.equals(CASES) ? cases : jobs).facts()));
        IntStream.range(0, 8).forEach(i -> cases.add("c" + i, Map.of("title", "t" + i)));
        feeds.update(CASES, clock.instant());
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private Woken woken(int most) {
        return new Woken(
                store.jdbi(),
                feeds,
                new References(store.jdbi(), List.of(FLOW), key -> key),
                clock,
                new Way(FLOW, Side.SOURCE, clock.instant(), 0, false, Tuning.DEFAULT),
                most);
    }

    private void wake(String... ids) {
        store.jdbi().useTransaction(h -> Wakes.add(h, FLOW.id(), Side.SOURCE, List.of(ids)));
    }

    private static List<String> ids(Chunk chunk) {
        return chunk.items().stream().map(item -> item.snapshot().id()).sorted().toList();
    }

    /** What one time of the phase hands out. */
    private static List<List<String>> all(Woken woken) {
        List<List<String>> chunks = new ArrayList<>();
        Chunk chunk = woken.next();
        while (chunk != null) {
            chunks.add(ids(chunk));
            chunk = woken.next();
        }
        woken.done();
        return chunks;
    }

    @ParameterizedTest
    @EnumSource
    void comesAgain_untilAllWereHandedOut_eachInItsOrder(TestDatabase database) {
        open(database);
        store.jdbi()
                .useTransaction(h -> Park.add(
                        h,
                        FLOW.id(),
                        List.of("c5", "c6", "c7").stream()
                                .map(id -> new Trouble(Side.SOURCE, id, "", "no", false))
                                .toList(),
                        clock.instant()));
        store.jdbi()
                .useTransaction(h -> NextTry.retry(
                        h,
                        StoredParked.of(h, FLOW.id()).stream().map(p -> p.id()).toList()));
        wake("c0", "c1", "c2", "c3", "c4");
        Woken woken = woken(2);

        assertThat(all(woken)).containsExactly(List.of("c0", "c1", "c5", "c6"));
        assertThat(woken.comesAgain()).isTrue();
        wake("c7");
        assertThat(all(woken)).containsExactly(List.of("c2", "c3", "c7"));
        assertThat(woken.comesAgain()).isTrue();
        assertThat(all(woken)).as("without what was woken since it began").containsExactly(List.of("c4"));
        assertThat(woken.comesAgain()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aChunkAnswersAllWakeUpsOfItsRecords(TestDatabase database) {
        open(database);
        wake("c1", "c1", "c2");
        assertThat(woken(10).next().wakes()).hasSize(3);
    }
}
