package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.kit.TestClock;
import io.tandem.sandbox.Caller.Answer;
import io.tandem.sandbox.InjectedFaults.Kind;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectedFaultsTest {

    private final TestClock clock = new TestClock();
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
    void leavesTheTimeToWaitOut_onRequest() throws IOException {
        next(Kind.TOO_MANY_UNTOLD, 1);

        assertThat(pms.get("/customers").headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void namesTheKnownKinds_asTheyAreWritten_whenOneIsUnknown() throws IOException {
        Answer refused =
                new Caller(sandbox.custompms().url()).call("POST", "/_sandbox/faults", "{\"kind\": \"to-many\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("known").toString())
                .contains("\"too-many\"")
                .contains("\"cut-after\"");
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

    /** The answers that the four systems' own servers give, by fault. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zendesk|forbidden|403|You do not have access",
                "zendesk|bad-request|400|BadRequest",
                "zendesk|too-many|429|TooManyRequests",
                "salesforce|forbidden|403|INSUFFICIENT_ACCESS",
                "salesforce|busy|403|ConcurrentRequests",
                "salesforce|too-many|403|TotalRequests Limit exceeded.",
                "powerofficego|forbidden|403|Title",
                "powerofficego|bad-request|400|Detail",
                "powerofficego|quota|403|Quota will be replenished in 02:13:53.",
                "powerofficego|too-many|429|Try again in 1 seconds",
                "custompms|forbidden|403|forbidden",
                "custompms|bad-request|400|invalid",
                "custompms|empty|200|null",
            })
    void refusesInTheVendorsWords(String system, String kind, int status, String words) throws IOException {
        Caller server = new Caller(sandbox.settings().get(system + ".url").replace("/api/v1", ""));
        order(server, "{\"kind\":\"" + kind + "\",\"path\":\"/one/.*\"}");
        assertThat(server.get("/another/7").status()).isNotEqualTo(status);
        Answer answer = server.get("/one/7");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(String.valueOf(answer.body())).contains(words.equals("null") ? "" : words);
    }

    private static void order(Caller server, String faults) throws IOException {
        assertThat(server.call("POST", "/_sandbox/faults", faults).status()).isEqualTo(200);
    }

    @Test
    void strikesByMethod_andByWhatTheQueryAsksFor() throws IOException {
        Caller control = new Caller(sandbox.custompms().url());
        order(control, "{\"kind\":\"forbidden\",\"times\":9,\"method\":\"GET\",\"path\":\".*ids=7\"}");
        assertThat(pms.get("/customers?ids=8").status()).isEqualTo(200);
        assertThat(create().status()).isEqualTo(201);
        assertThat(pms.get("/customers?ids=7").status()).isEqualTo(403);
    }

    @Test
    void refusesLinesAboveALength() throws IOException {
        Caller control = new Caller(sandbox.custompms().url());
        order(control, "{\"line_bytes\":100}");
        assertThat(pms.get("/customers?ids=8").status()).isEqualTo(200);
        assertThat(pms.get("/customers?ids=" + "8,".repeat(60)).status()).isEqualTo(414);
        assertThat(pms.get("/customers?ids=8").status()).isEqualTo(200);
    }

    @Test
    void failsABulkJob_withAResultForEachRecord() throws IOException {
        Caller zendesk = new Caller(sandbox.settings().get("zendesk.url"), "Authorization", "Bearer demo");
        String id = zendesk.call("POST", "/api/v2/organizations.json", "{\"organization\":{\"name\":\"a\"}}")
                .body()
                .at("/organization/id")
                .asText();
        order(zendesk, "{\"kind\":\"job-failed\",\"method\":\"PUT\"}");
        String job = zendesk.call(
                        "PUT",
                        "/api/v2/organizations/update_many.json",
                        "{\"organizations\":[{\"id\":" + id + ",\"name\":\"b\"}]}")
                .body()
                .at("/job_status/id")
                .asText();
        var ended = zendesk.get("/api/v2/job_statuses/" + job + ".json").body().path("job_status");
        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.at("/results/0/id").asText()).isEqualTo(id);
        assertThat(ended.at("/results/0/error").asText()).isEqualTo("OrganizationUpdateFailed");
        assertThat(zendesk.get("/api/v2/organizations/" + id + ".json")
                        .body()
                        .at("/organization/name")
                        .asText())
                .isEqualTo("a");
    }
}
