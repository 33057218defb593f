package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.Tuning;
import io.tandem.flow.RoundStopped;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may write a record. */
class RecordClaimsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");

    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), Clock.systemUTC());
    private final Leases elsewhere = new Leases(store.jdbi(), Clock.systemUTC());
    private final RecordClaims claims = new RecordClaims(leases, Clock.systemUTC());

    @AfterEach
    void shut() {
        leases.close();
        elsewhere.close();
        store.close();
    }

    @Test
    void twoWorkersWriteAnEntity_butNotTheSameRecord() throws Exception {
        RecordClaims.Claim one = claims.take(USERS, List.of("1", "2"));
        claims.take(USERS, List.of("3")).close();
        CompletableFuture<RecordClaims.Claim> other = Waiting.of(() -> claims.take(USERS, List.of("2", "4")));
        one.close();

        other.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void whoWaitsTooLong_endsItsRound_andThatIsNoFault() {
        Tuning.Waits none = new Tuning.Waits(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Leases impatient = new Leases(store.jdbi(), Clock.systemUTC(), none)) {
            RecordClaims soon = new RecordClaims(impatient, Clock.systemUTC());
            try (RecordClaims.Claim one = soon.take(USERS, List.of("1"))) {
                one.renew();
                assertThatThrownBy(() -> soon.take(USERS, List.of("1"))).isInstanceOf(RoundStopped.HeldElsewhere.class);
            }
        }
    }

    @Test
    void recordsOfOtherEntitiesAreOthers() {
        try (RecordClaims.Claim one = claims.take(USERS, List.of("1"));
                RecordClaims.Claim other = claims.take(EntityKey.parse("desk/tickets"), List.of("1"))) {
            one.renew();
            other.renew();
        }
    }

    @Test
    void anotherProcessWritesNothingOfTheEntity() {
        try (RecordClaims.Claim one = claims.take(USERS, List.of("1"))) {
            one.renew();
            assertThat(elsewhere.takeUnlessElsewhere("write desk/users", Duration.ZERO))
                    .isEmpty();
        }
        assertThat(elsewhere.takeUnlessElsewhere("write desk/users", Duration.ZERO))
                .isPresent();
    }
}
