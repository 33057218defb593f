package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is changed under a round's feet, and nothing stays shut. */
class RoundGateTest {

    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), Clock.systemUTC());
    private final RoundGate gate = new RoundGate(leases);

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private boolean halted() {
        try (Leases.Lease probe = leases.take("probe", Duration.ofSeconds(5))) {
            return probe.ending();
        }
    }

    @Test
    void closesWhenTheLastRoundHasLeft_andTellsItToEnd() {
        gate.enter();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> gate.close(Duration.ofMinutes(1)));
        Awaitility.await().until(this::halted);
        assertThat(closing).isNotDone();

        gate.leave();

        assertThat(closing).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
        assertThat(gate.enterIfOpen()).isFalse();
    }

    @Test
    void letsThoseInWhoWaited_whenItOpens() {
        gate.close(Duration.ofMinutes(1));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(gate::enter);
        assertThat(waiting).isNotDone();

        gate.open();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
        assertThat(gate.enterIfOpen()).isTrue();
        assertThat(halted()).isFalse();
    }

    @Test
    void opensAgain_whenARoundTakesTooLong_butTellsThatItMayHaveBeenCut() {
        gate.enter();
        long before = gate.closings();

        assertThat(gate.close(Duration.ofMillis(10))).isFalse();

        assertThat(gate.closings()).isGreaterThan(before);
        assertThat(gate.enterIfOpen()).isTrue();
        assertThat(halted()).isFalse();
    }
}
