package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.sandbox.Caller.Answer;
import io.tandem.sandbox.Faults.Kind;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

    private final SetClock clock = new SetClock();
    private Sandbox sandbox;
    private Caller pms;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.empty(clock));
        pms = new Caller(sandbox.settings().get("custompms.url"), "Authorization", "Bearer demo");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void next(Kind kind, int times) {
        sandbox.custompms().faults().set(kind, times, ".*");
    }

    private int customers() {
        return sandbox.custompms().collection("customers").size();
    }

    private Answer create() throws IOException {
        return pms.call("POST", "/customers", "{\"name\":\"a\"}");
    }

    @Test
    void refusesTheNextOnly_withTheTimeToWait() throws IOException {
        next(Kind.TOO_MANY, 1);

        Answer first = pms.get("/customers");

        assertThat(first.status()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(pms.get("/customers").status()).isEqualTo(200);
    }

    @Test
    void leavesTheTimeToWaitOut_whenTold() throws IOException {
        next(Kind.TOO_MANY_UNTOLD, 1);

        assertThat(pms.get("/customers").headers().firstValue("Retry-After")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ERROR,0", "ERROR_AFTER,1"})
    void failsBeforeOrAfterTheWriteTookEffect(Kind kind, int made) throws IOException {
        next(kind, 1);

        assertThat(create().status()).isEqualTo(500);
        assertThat(customers()).isEqualTo(made);
    }

    @Test
    void cutsTheConnection_afterTheWriteTookEffect() {
        next(Kind.CUT_AFTER, 1);

        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(customers()).isEqualTo(1);
        assertThat(sandbox.custompms().asked())
                .extracting(SandboxSystem.Asked::status)
                .containsExactly(0);
    }

    @Test
    void strikesOnlyPathsThatMatch() throws IOException {
        sandbox.custompms().faults().set(Kind.DOWN, 5, ".*/tasks.*");

        assertThat(pms.get("/customers").status()).isEqualTo(200);
        assertThat(pms.get("/tasks").status()).isEqualTo(503);
    }

    @Test
    void refusesGoodCredentials_whenTold() throws IOException {
        next(Kind.REFUSED, 1);

        assertThat(pms.get("/customers").status()).isEqualTo(401);
        assertThat(pms.get("/customers").status()).isEqualTo(200);
    }

    @Test
    void refusesWhatComesAboveTheLimitOfASecond() throws IOException {
        sandbox.custompms().faults().perSecond(2);

        assertThat(pms.get("/tasks").status()).isEqualTo(200);
        assertThat(pms.get("/tasks").status()).isEqualTo(200);
        assertThat(pms.get("/tasks").status()).isEqualTo(429);
        clock.pass(Duration.ofSeconds(1));
        assertThat(pms.get("/tasks").status()).isEqualTo(200);
    }

    @Test
    void showsAnEditLater_whenListsLag() throws IOException {
        String id = create().body().path("id").asText();
        sandbox.custompms().faults().lag(Duration.ofMillis(300));
        pms.call("PATCH", "/customers/" + id, "{\"name\":\"b\"}");
        create();

        assertThat(pms.get("/customers").body().path("items")).hasSize(1);
        assertThat(pms.get("/customers?ids=" + id).body().at("/items/0/name").asText())
                .isEqualTo("a");
        assertThat(pms.get("/customers/" + id).body().path("name").asText()).isEqualTo("b");
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(
                        pms.get("/customers").body().path("items"))
                .extracting(r -> r.path("name").asText())
                .containsExactlyInAnyOrder("a", "b"));
        assertThat(pms.get("/customers?ids=" + id).body().at("/items/0/name").asText())
                .isEqualTo("b");
    }

    @Test
    void takesItsOrdersOverHttp() throws IOException {
        Caller control = new Caller(sandbox.custompms().url());

        assertThat(control.call("POST", "/_sandbox/faults", "{\"kind\":\"error\",\"times\":1}")
                        .status())
                .isEqualTo(200);
        assertThat(pms.get("/tasks").status()).isEqualTo(500);
        assertThat(control.call("POST", "/_sandbox/faults", "{\"kind\":\"nonsense\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void countsEachCall_withItsPathAndStatus() throws IOException {
        pms.get("/tasks?limit=5");

        assertThat(sandbox.custompms().asked())
                .containsExactly(new SandboxSystem.Asked("GET", "/api/v1/tasks?limit=5", 200));
        sandbox.custompms().forget();
        assertThat(sandbox.custompms().asked()).isEmpty();
    }
}
