package io.tandem.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.kit.Waiting;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which chunks may be under way together, and how far the offset may move. */
class UnderWayTest {

    private final UnderWay all = new UnderWay("a-flow", 2, 10, Clock.systemUTC());
    private final UnderWay.Place first = all.begin(10, 20);
    private final UnderWay.Place second = all.begin(20, 30);
    private final UnderWay.Place third = all.begin(30, 40);

    private static void save(UnderWay.Place place) {
        place.hold();
        place.saved();
        place.release();
    }

    @Test
    void theOffsetStays_whileAChunkBeforeIsNotSaved() {
        assertThat(second.reached()).isEqualTo(10);
        save(second);
        assertThat(third.reached()).isEqualTo(10);
    }

    @Test
    void theOffsetMovesOverAllThatIsSaved_onceTheFirstOneIs() {
        save(second);

        assertThat(first.reached()).isEqualTo(30);
        save(first);
        assertThat(third.offset()).isEqualTo(30);
        assertThat(third.reached()).isEqualTo(40);
    }

    @Test
    void wokenRecordsMoveNoOffset() {
        UnderWay.Place woken = all.begin(0, 0);
        save(first);

        assertThat(woken.reached()).isEqualTo(20);
    }

    @Test
    void aRecordIsInHandOfOneChunk_untilThatIsDone() {
        assertThat(first.claim(List.of("1", "2"), 0)).isTrue();
        assertThat(second.claim(List.of("2", "3"), 0)).isFalse();
        assertThat(third.claim(List.of("3"), 0)).isTrue();
        first.saved();
        first.done(false);
        assertThat(second.claim(List.of("2"), second.finished())).isTrue();
    }

    /** What the second one knows of the record may be older than the link that the first one made. */
    @Test
    void aRecordThatAnotherChunkHadInHandSinceItWasLookedAt_isNotClaimed() {
        long known = second.finished();
        assertThat(first.claim(List.of("1"), first.finished())).isTrue();
        save(first);
        first.done(false);

        assertThat(second.claim(List.of("1"), known)).isFalse();
        assertThat(second.claim(List.of("9"), known)).isTrue();
        assertThat(second.claim(List.of("1"), second.finished())).isTrue();
    }

    @Test
    void noChunkBegins_afterOneThatFailed() {
        first.done(true);
        second.done(true);
        third.done(true);

        assertThat(all.awaitTurn()).isFalse();
        assertThat(all.awaitAll()).isFalse();
    }

    @Test
    void anotherChunkBegins_onceOneIsDone() throws Exception {
        CompletableFuture<Boolean> next = Waiting.of(all::awaitTurn);
        save(first);
        first.done(false);
        save(second);
        second.done(false);

        assertThat(next.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theRoundEnds_whenTheLastOneInItsStepsIsDone() {
        AtomicInteger ends = new AtomicInteger();
        third.enter();
        first.done(true);
        second.done(true);
        all.end(ends::incrementAndGet);
        assertThat(ends).hasValue(0);
        assertThat(all.awaitTurn()).isFalse();

        third.done(true);
        third.done(true);
        assertThat(ends).hasValue(1);
    }

    /** One that the splitter took and dropped, when it stopped on a failure. A round waited for it for ever. */
    @Test
    void theRoundEnds_withoutAChunkThatCameToNoStep_whichWritesNothingThen() {
        AtomicInteger ends = new AtomicInteger();
        first.enter();
        first.done(true);
        all.end(ends::incrementAndGet);

        assertThat(ends).hasValue(1);
        assertThat(second.enter()).isFalse();
    }

    @Test
    void saysSo_whenAChunkLeavesItsRouteUnsaved() {
        first.done(false);
        second.done(true);

        assertThatThrownBy(all::awaitTurn).hasMessageContaining("a-flow: a chunk left the route before the step link");
    }
}
