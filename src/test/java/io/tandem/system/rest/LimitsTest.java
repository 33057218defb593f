package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.MemoryLedger;
import io.tandem.kit.VirtualClock;
import io.tandem.record.EntityKey;
import io.tandem.system.CallLedger;
import io.tandem.system.RunCalls;
import io.tandem.system.SystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a system says about its limits is followed, by seconds, by a date, by what is left and by what was used. */
@Timeout(60)
class LimitsTest {

    private static final EntityKey BOOKS = EntityKey.parse("desk/book");
    private static final String DESK = """
            system: desk
            title: Desk, an invented help desk
            settings:
              url: {}
              key: {secret: true}
            clients:
              api:
                url: "{desk.url}"
                auth:
                  - bearer: "{desk.key}"
            budgets: {requests: 100/s, exports: 10/min}
            answers:
              code: [code]
              message: [message]
              retry_after: "replenished in ([0-9:]+)"
              remaining: x-left
              reset: x-reset
              usage: x-usage
              problems:
                - {code: [USED_UP], is: limit}
                - {message: [all at once], is: busy}
            entities:
              book:
                modified: touched
                properties: {title: writable}
                fetch:
                  call: GET /books
                  paging: link
                  items: items
                  next: next
                read_many:
                  call: GET /books/{id}
            """;

    @TempDir
    Path home;

    private final List<Instant> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final VirtualClock clock = new VirtualClock(Duration.ofMillis(1));
    private final CallLedger ledger = new MemoryLedger();
    private int status = 200;
    private String body = "{\"items\": []}";
    private int times = Integer.MAX_VALUE;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.answering(this::answer)
            .with("desk.budget.requests", "100/s")
            .ledger(ledger);

    @BeforeEach
    void open() throws Exception {
        desk.clock(clock).open(home, DESK);
    }

    private StubbedSystem.Reply answer(String line, JsonNode sent) {
        calls.add(clock.instant());
        return calls.size() <= times
                ? new StubbedSystem.Reply(status, "application/json", body).with(headers)
                : StubbedSystem.Reply.json("{\"items\": []}");
    }

    private void fetch() {
        desk.entity(BOOKS).fetch(null, Set.of(), page -> {});
    }

    private Duration pause() {
        return Duration.between(calls.get(0), calls.get(1));
    }

    @Test
    void countsTheCallsOfARun_notThoseOfOthersMeanwhile() throws InterruptedException {
        Thread schedule = new Thread(this::fetch);
        schedule.start();
        schedule.join();
        RunCalls run = new RunCalls();
        run.counting(this::fetch);
        assertThat(calls).hasSize(2);
        assertThat(run.counts().get("desk").read()).isEqualTo(1);
    }

    /** Else the end of a process would show each system as one that can't be reached. */
    @Test
    void aCallThatIsInterruptedWhileItWaits_isLeftForLater_andIsNoFailureOfTheSystem() throws Exception {
        desk.clock(Clock.systemUTC()).open(home, DESK);
        headers.put("x-left", "0");
        headers.put("x-reset", "60");
        fetch();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> desk.entity(BOOKS).readByIds(List.of("1"), Set.of()))
                    .isInstanceOf(SystemException.LimitReached.class)
                    .hasMessage("desk: a call (desk.requests) is left for the next start");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(calls).hasSize(1);
    }

    /** Eight seconds: where nobody says how long, the first pause is a second or two. */
    @Test
    void waitsAsLongAsRetryAfterSays() {
        status = 429;
        times = 1;
        headers.put("Retry-After", "8");
        fetch();
        assertThat(calls).hasSize(2);
        assertThat(pause()).isBetween(Duration.ofMillis(7_900), Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"retry-after, 7.2", "RETRY-AFTER, 8.000", "Retry-after, ' 8 '"})
    void waitsAsLongAsRetryAfterSays_howeverItIsSpelt(String name, String value) {
        status = 429;
        times = 1;
        headers.put(name, value);
        fetch();
        assertThat(pause()).isBetween(Duration.ofMillis(7_900), Duration.ofSeconds(20));
    }

    /** Neither a pause nor an error: the pauses are as if it said nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "-5", "soon", "99999999999999999999", "1e9", "NaN", ""})
    void triesAgainSoon_whenRetryAfterIsNoPause(String value) {
        status = 429;
        times = 1;
        headers.put("Retry-After", value);
        fetch();
        assertThat(calls).hasSize(2);
        assertThat(pause()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(20));
    }

    @Test
    void waitsAsLongAsRetryAfterSays_whenItIsNotAvailableMeanwhile() {
        status = 503;
        times = 1;
        headers.put("Retry-After", "8");
        fetch();
        assertThat(calls).hasSize(2);
        assertThat(pause()).isBetween(Duration.ofMillis(7_900), Duration.ofSeconds(20));
    }

    @Test
    void asksNoMore_untilALongUnavailabilityIsOver() {
        status = 503;
        headers.put("Retry-After", "600");
        assertThatThrownBy(this::fetch).isInstanceOf(SystemException.class);
        assertThatThrownBy(this::fetch).isInstanceOf(SystemException.class);
        assertThat(calls).hasSize(1);
    }

    /** The moment counts against the answer's own {@code Date}, which the stub's server sets by the machine's clock. */
    @Test
    void readsRetryAfterAsADate() {
        status = 429;
        times = 1;
        DateTimeFormatter http = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        headers.put("Retry-After", http.format(Instant.now().plusSeconds(30)));
        fetch();
        assertThat(pause()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(32));
    }

    @Test
    void pausesLongerAndLonger_whenNobodySaysHowLong() {
        times = 0;
        fetch();
        calls.clear();
        status = 429;
        times = 2;
        fetch();
        assertThat(calls).hasSize(3);
        assertThat(Duration.between(calls.get(1), calls.get(2))).isGreaterThan(pause());
    }

    @Test
    void asksNoMore_untilALongPauseIsOver() {
        status = 429;
        headers.put("Retry-After", "600");
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.LimitReached.class)
                .hasMessageContaining("10 minutes");
        assertThatThrownBy(this::fetch).isInstanceOf(SystemException.LimitReached.class);
        assertThat(calls).hasSize(1);
        assertThat(ledger.closedUntil("desk.requests", clock.instant()))
                .isAfter(clock.instant().plusSeconds(500));
    }

    @Test
    void waitsForTheWindowsEnd_whenAnAnswerSaysThatNothingIsLeft() {
        headers.put("x-left", "0");
        headers.put("x-reset", "2");
        times = 1;
        fetch();
        fetch();
        assertThat(pause()).isGreaterThan(Duration.ofMillis(1_900));
    }

    @Test
    void goesOnAtOnce_whileSomethingIsLeft() {
        headers.put("x-left", "1");
        headers.put("x-reset", "50");
        headers.put("x-usage", "api-usage=99/100");
        fetch();
        fetch();
        assertThat(pause()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void asksNoMoreForAnHour_whenADaysLimitIsUsed() {
        headers.put("x-usage", "api-usage=100/100");
        fetch();
        assertThatThrownBy(this::fetch).isInstanceOf(SystemException.LimitReached.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void asksNoMoreForAnHour_whenARefusalSaysThatTheLimitIsUsed() {
        status = 403;
        body = "{\"code\": \"USED_UP\"}";
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.LimitReached.class)
                .hasMessageContaining("its limit of calls is used up");
        assertThatThrownBy(this::fetch).isInstanceOf(SystemException.LimitReached.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void asksNoMore_untilAQuotaComesBack_whenARefusalSaysWhen() {
        status = 403;
        body = "{\"code\": \"USED_UP\", \"message\": \"Quota will be replenished in 02:13:53.\"}";
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.LimitReached.class)
                .hasMessageContaining("are tried again in about 134 minutes");
        assertThat(ledger.closedUntil("desk.requests", clock.instant()))
                .isBetween(
                        clock.instant().plusSeconds(2 * 3_600 + 13 * 60),
                        clock.instant().plusSeconds(2 * 3_600 + 14 * 60));
    }

    @Test
    void asksAgainSecondsLater_whenTooManyCallsRunAtOnce() {
        status = 403;
        body = "{\"code\": \"LIMIT\", \"message\": \"Too many calls ALL AT ONCE\"}";
        times = 1;
        fetch();
        assertThat(calls).hasSize(2);
        assertThat(pause()).isBetween(Duration.ofMillis(950), Duration.ofSeconds(20));
    }

    @Test
    void takesZeroForNoHint() {
        status = 429;
        times = 2;
        headers.put("Retry-After", "0");
        fetch();
        assertThat(calls).hasSize(3);
        assertThat(pause()).isGreaterThan(Duration.ofMillis(950));
        assertThat(Duration.between(calls.get(1), calls.get(2))).isGreaterThan(Duration.ofMillis(1_900));
    }
}
