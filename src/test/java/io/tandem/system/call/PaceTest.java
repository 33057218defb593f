package io.tandem.system.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tandem.kit.MemoryLedger;
import io.tandem.kit.TickingClock;
import io.tandem.kit.VirtualClock;
import io.tandem.system.CallLedger;
import io.tandem.system.SystemException;
import io.tandem.system.descriptor.Budget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget is a sliding window, shared by all who call under its name. */
class PaceTest {

    private static final List<String> EXPORTS = List.of("desk.exports");

    private final TickingClock clock = new TickingClock();
    private final Pace pace = new Pace(clock, new MemoryLedger());
    private final Pace real = new Pace(Clock.systemUTC(), new MemoryLedger());

    private static Duration timed(Pace pace, int calls, List<String> names) throws InterruptedException {
        long began = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            pace.await("desk", names).answered();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void letsABudgetsCallsGoAtOnce() throws InterruptedException {
        pace.budgets(Map.of("desk.exports", Budget.parse("10/min").orElseThrow()));
        Instant began = clock.instant();
        timed(pace, 10, EXPORTS);
        assertThat(Duration.between(began, clock.instant())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void makesTheNextWait_untilTheFirstLeavesTheWindow() throws InterruptedException {
        real.budgets(Map.of("desk.users", Budget.parse("2/s").orElseThrow()));
        assertThat(timed(real, 3, List.of("desk.users"))).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    /** The server counts what it receives, which is any moment until its answer. */
    @Test
    void keepsAPlaceTaken_untilAFullWindowAfterTheAnswer() throws InterruptedException {
        pace.budgets(Map.of("desk.users", Budget.parse("1/min").orElseThrow()));
        CallsInFlight.Places slow = pace.await("desk", List.of("desk.users"));
        clock.pass(Duration.ofSeconds(150));
        assertThat(pace.left("desk.users")).hasValue(0);
        slow.answered();
        slow.answered();
        clock.pass(Duration.ofSeconds(58));
        assertThat(pace.left("desk.users")).hasValue(0);
        clock.pass(Duration.ofSeconds(3));
        assertThat(pace.left("desk.users")).hasValue(1);
    }

    @Test
    void letsNobodyIn_whileCallsThatRunLongerThanTheWindowHoldAllPlaces() throws Exception {
        real.budgets(Map.of("desk.users", new Budget(2, Duration.ofMillis(50))));
        CallsInFlight.Places one = real.await("desk", List.of("desk.users"));
        CallsInFlight.Places two = real.await("desk", List.of("desk.users"));
        ExecutorService flows = Executors.newFixedThreadPool(2);
        var third = flows.submit(() -> real.await("desk", List.of("desk.users")));
        await().pollDelay(Duration.ofMillis(400)).until(() -> real.waits().containsKey("desk.users"));
        assertThat(third.isDone()).isFalse();
        long answered = System.nanoTime();
        one.answered();
        third.get(20, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThanOrEqualTo(Duration.ofMillis(45));
        two.answered();
        flows.shutdownNow();
    }

    @Test
    void freesThePlace_ofACallThatAnotherClassKeptBack() throws InterruptedException {
        pace.budgets(Map.of(
                "desk.users", Budget.parse("1/min").orElseThrow(),
                "desk.requests", Budget.parse("1/h").orElseThrow()));
        pace.await("desk", List.of("desk.requests")).answered();
        assertThatThrownBy(() -> pace.await("desk", List.of("desk.users", "desk.requests")))
                .isInstanceOf(SystemException.LimitReached.class);
        clock.pass(Duration.ofSeconds(65));
        assertThat(pace.left("desk.users")).hasValue(1);
    }

    @Test
    void countsACallInEachOfItsClasses() throws InterruptedException {
        real.budgets(Map.of(
                "desk.requests", Budget.parse("2/s").orElseThrow(),
                "desk.users", Budget.parse("60/min").orElseThrow()));
        timed(real, 2, List.of("desk.users", "desk.requests"));
        assertThat(timed(real, 1, List.of("desk.requests"))).isGreaterThanOrEqualTo(Duration.ofMillis(700));
    }

    @Test
    void keepsAClassClosed_asLongAsAnAnswerAskedFor() throws InterruptedException {
        real.closeUntil("desk.requests", Clock.systemUTC().instant().plusMillis(300));
        assertThat(timed(real, 1, List.of("desk.requests"))).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void tellsWhichClassWaits_andForgetsIt_whenTheCallMayGo() throws InterruptedException {
        real.budgets(Map.of("desk.users", Budget.parse("1/s").orElseThrow()));
        timed(real, 1, List.of("desk.users"));
        Thread second = new Thread(() ->
                assertThatCode(() -> timed(real, 1, List.of("desk.users"))).doesNotThrowAnyException());
        second.start();
        await().until(() -> real.waits().containsKey("desk.users"));
        second.join();
        assertThat(real.waits()).isEmpty();
    }

    @Test
    void givesTheRoundUp_whenTheWaitIsLong_andStaysClosed() {
        pace.closeUntil("desk.exports", clock.instant().plusSeconds(600));
        assertThatThrownBy(() -> pace.await("desk", EXPORTS))
                .isInstanceOf(SystemException.LimitReached.class)
                .hasMessageContaining("desk: no more calls (desk.exports) for about 10 minutes");
        clock.pass(Duration.ofSeconds(300));
        assertThatThrownBy(() -> pace.await("desk", EXPORTS)).isInstanceOf(SystemException.LimitReached.class);
        clock.pass(Duration.ofSeconds(300));
        assertThatCode(() -> pace.await("desk", EXPORTS)).doesNotThrowAnyException();
    }

    /** Seed 920705: the system was called although it had told to wait. */
    @ParameterizedTest
    @ValueSource(ints = {48, -48})
    void keepsAClassClosed_thoughSomebodySetsTheClock(int hours) {
        VirtualClock set = new VirtualClock(Duration.ofMillis(1));
        Pace paced = new Pace(set, new MemoryLedger());
        Instant told = set.steady().instant();
        paced.closeUntil("desk.exports", set.instant().plusSeconds(20));
        set.set(Duration.ofHours(hours));
        paced.await("desk", EXPORTS).answered();
        assertThat(Duration.between(told, set.steady().instant()))
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
    }

    /** A clock that was wrong stored it. */
    @Test
    void believesNoPauseThatEndsInYears() {
        CallLedger years = new CallLedger() {
            @Override
            public Duration claim(String budget, int calls, Duration span, Instant now) {
                return Duration.ZERO;
            }

            @Override
            public void answered(String budget, Duration span, Instant sent, Instant now) {
                // nothing is kept
            }

            @Override
            public int used(String budget, Instant since) {
                return 0;
            }

            @Override
            public void closeUntil(String budget, Instant moment, Instant now) {
                // nothing is kept
            }

            @Override
            public Instant closedUntil(String budget, Instant now) {
                return now.plus(Duration.ofDays(1_000));
            }
        };
        assertThatCode(() -> new Pace(clock, years).await("desk", EXPORTS)).doesNotThrowAnyException();
    }

    @Test
    void letsThoseWhoWaitedForAPausesEndGoOneByOne() throws InterruptedException {
        real.budgets(Map.of("desk.requests", Budget.parse("400/min").orElseThrow()));
        real.closeUntil("desk.requests", Clock.systemUTC().instant().plusMillis(200));
        List<Long> went = Collections.synchronizedList(new ArrayList<>());
        ExecutorService flows = Executors.newFixedThreadPool(6);
        for (int i = 0; i < 6; i++) {
            flows.submit(() -> {
                real.await("desk", List.of("desk.requests"));
                return went.add(System.nanoTime());
            });
        }
        flows.shutdown();
        assertThat(flows.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        List<Long> inOrder = went.stream().sorted().toList();
        assertThat(inOrder).hasSize(6);
        assertThat(Duration.ofNanos(inOrder.get(5) - inOrder.get(0))).isGreaterThan(Duration.ofMillis(5 * 150 - 100));
    }

    @Test
    void knowsBudgetsAndNone() {
        assertThat(Budget.parse("400/min")).contains(new Budget(400, Duration.ofMinutes(1)));
        assertThat(Budget.parse("none")).isEmpty();
        assertThat(Budget.parse("0/s")).isEmpty();
    }
}
