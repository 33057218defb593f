package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.flow.RoundStopped;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lease that several workers of a process hold, and that two processes want. */
class SharedLeaseTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final TickingClock clock = new TickingClock();
    private final Database store = TestDatabase.H2.open();
    private final Leases ours = new Leases(store.jdbi(), clock);
    private final Leases theirs = new Leases(store.jdbi(), clock);

    @AfterEach
    void shut() {
        ours.close();
        theirs.close();
        store.close();
    }

    private boolean othersGet() {
        return theirs.takeUnlessElsewhere("write a/b", Duration.ZERO)
                .map(lease -> {
                    lease.close();
                    return true;
                })
                .orElse(false);
    }

    @Test
    void isHeldByAllWorkersOfAProcess_andGivenBackByTheLast() {
        Leases.Lease one = ours.share("write a/b", LONG);
        Leases.Lease two = ours.share("write a/b", LONG);
        assertThat(othersGet()).isFalse();
        one.close();
        assertThat(othersGet()).isFalse();
        two.close();
        assertThat(othersGet()).isTrue();
    }

    @Test
    void canBeTakenOnceMore() {
        ours.share("write a/b", LONG).close();
        try (Leases.Lease again = ours.share("write a/b", LONG)) {
            again.renew();
            assertThat(othersGet()).isFalse();
        }
    }

    @Test
    void givesWayToAProcessThatWaits_afterItsTurn() throws Exception {
        Leases.Lease first = ours.share("write a/b", LONG);
        CompletableFuture<Leases.Lease> waiting = CompletableFuture.supplyAsync(() -> theirs.take("write a/b", LONG));
        Awaitility.await().until(() -> ours.isWantedElsewhere("write a/b"));
        clock.pass(Duration.ofSeconds(6));
        assertThatThrownBy(() -> ours.share("write a/b", Duration.ZERO)).isInstanceOf(RoundStopped.HeldElsewhere.class);
        first.close();

        Leases.Lease got = waiting.get(20, TimeUnit.SECONDS);
        assertThat(ours.isWantedElsewhere("write a/b")).isFalse();
        got.close();
        ours.share("write a/b", LONG).close();
    }

    @Test
    void goesOnWithItsTurn_whileNobodyElseWaits() {
        Leases.Lease first = ours.share("write a/b", LONG);
        clock.pass(Duration.ofSeconds(6));
        ours.share("write a/b", Duration.ZERO).close();
        first.close();
    }
}
