package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestClock;
import io.tandem.sandbox.Caller.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomPmsSimTest {

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

    private Answer create(String collection, String body) throws IOException {
        return pms.call("POST", "/" + collection, body);
    }

    @Test
    void refusesWithoutToken() throws IOException {
        Answer answer = new Caller(pms.base()).get("/customers");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().at("/error/code").asText()).isEqualTo("unauthorized");
    }

    @Test
    void answersTheFirstRecord_whenTheKeyComesAgain() throws IOException {
        Caller keyed = new Caller(pms.base(), "Authorization", "Bearer demo", "Idempotency-Key", "k1");

        Answer first = keyed.call("POST", "/projects", "{\"name\":\"a\"}");
        Answer second = keyed.call("POST", "/projects", "{\"name\":\"a\"}");

        assertThat(second.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(sandbox.custompms().collection("projects").size()).isEqualTo(1);
    }

    @Test
    void forgetsAnIdempotencyKey_afterADay() throws IOException {
        Caller keyed = new Caller(pms.base(), "Authorization", "Bearer demo", "Idempotency-Key", "k1");
        keyed.call("POST", "/projects", "{}");

        clock.pass(Duration.ofHours(24));
        keyed.call("POST", "/projects", "{}");

        assertThat(sandbox.custompms().collection("projects").size()).isEqualTo(2);
    }

    @Test
    void namesTheHolder_whenTheReferenceIsTaken() throws IOException {
        Answer first = create("customers", "{\"external_ref\":\"x/1\"}");

        Answer second = create("customers", "{\"external_ref\":\"x/1\"}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().at("/error/existing_id"))
                .isEqualTo(first.body().path("id"));
    }

    @Test
    void keepsTheReferenceOfATombstone() throws IOException {
        String id = create("customers", "{\"external_ref\":\"x/1\"}")
                .body()
                .path("id")
                .asText();
        pms.call("DELETE", "/customers/" + id, "");

        assertThat(create("customers", "{\"external_ref\":\"x/1\"}").status()).isEqualTo(409);
        assertThat(pms.get("/customers?external_refs=x/1")
                        .body()
                        .at("/items/0/deleted")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void refusesAReferenceThatAnotherHas_whenUpdating() throws IOException {
        create("customers", "{\"external_ref\":\"x/1\"}");
        String id = create("customers", "{\"external_ref\":\"x/2\"}")
                .body()
                .path("id")
                .asText();

        Answer answer = pms.call("PATCH", "/customers/" + id, "{\"external_ref\":\"x/1\"}");

        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void findsARecordByItsNewReference_afterAnUpdate() throws IOException {
        String id = create("customers", "{\"external_ref\":\"x/1\"}")
                .body()
                .path("id")
                .asText();

        pms.call("PATCH", "/customers/" + id, "{\"external_ref\":\"x/9\"}");

        assertThat(pms.get("/customers?external_refs=x/9").body().path("items")).hasSize(1);
        assertThat(pms.get("/customers?external_refs=x/1").body().path("items")).isEmpty();
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        String id = create("tasks", "{\"name\":\"a\"}").body().path("id").asText();
        Caller stale = new Caller(pms.base(), "Authorization", "Bearer demo", "If-Match", "\"7\"");

        assertThat(stale.call("PATCH", "/tasks/" + id, "{\"name\":\"b\"}").status())
                .isEqualTo(412);
        assertThat(pms.get("/tasks/" + id).body().path("name").asText()).isEqualTo("a");
    }

    @Test
    void saysWhichPropertyIsUnknown() throws IOException {
        Answer answer = create("tasks", "{\"email\":\"a@example.com\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/error/property").asText()).isEqualTo("email");
    }

    @Test
    void refusesValuesOfTheWrongKind() throws IOException {
        assertThat(create("customers", "{\"name\":\"" + "n".repeat(301) + "\"}").status())
                .isEqualTo(422);
        assertThat(create("customers", "{\"active\":\"yes\"}").status()).isEqualTo(422);
        assertThat(create("tasks", "{\"due_date\":\"soon\"}").status()).isEqualTo(422);
        assertThat(create("projects", "{\"customer_id\":\"1\"}").status()).isEqualTo(422);
    }

    @Test
    void doesTheOthers_whenOneOperationOfABatchIsWrong() throws IOException {
        Answer answer = pms.call("POST", "/customers/batch", """
                {"operations":[{"op":"create","record":{"name":"a"}},{"op":"update","id":99,"record":{}},
                {"op":"create","record":{"nope":1}},{"op":"create","record":{"name":"b"}}]}""");

        assertThat(answer.body().path("results"))
                .extracting(r -> r.path("status").asInt())
                .containsExactly(201, 404, 422, 201);
    }

    @Test
    void refusesABatchOfMoreThan200AsAWhole() throws IOException {
        String one = "{\"op\":\"create\",\"record\":{}}";

        Answer answer =
                pms.call("POST", "/customers/batch", "{\"operations\":[" + (one + ",").repeat(200) + one + "]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(sandbox.custompms().collection("customers").size()).isZero();
    }

    @Test
    void pagesOldestChangeFirst_byCursor() throws IOException {
        for (int i = 0; i < 5; i++) {
            create("tasks", "{\"name\":\"" + i + "\"}");
        }

        Answer first = pms.get("/tasks?updated_since=2026-01-01T00:00:00Z&limit=3");
        Answer second = pms.get(
                "/tasks?limit=3&cursor=" + first.body().path("next_cursor").asText());

        assertThat(first.body().path("items"))
                .extracting(r -> r.path("name").asText())
                .containsExactly("0", "1", "2");
        assertThat(second.body().path("items"))
                .extracting(r -> r.path("name").asText())
                .containsExactly("3", "4");
        assertThat(second.body().path("next_cursor").isNull()).isTrue();
    }

    @Test
    void listsTombstones_onlyWhenAskedForChanges() throws IOException {
        String id = create("tasks", "{}").body().path("id").asText();
        pms.call("DELETE", "/tasks/" + id, "");

        assertThat(pms.get("/tasks").body().path("items")).isEmpty();
        assertThat(pms.get("/tasks?updated_since=2026-01-01T00:00:00Z")
                        .body()
                        .at("/items/0/deleted")
                        .asBoolean())
                .isTrue();
        assertThat(pms.get("/tasks/" + id).status()).isEqualTo(410);
    }

    @Test
    void listsARecordLiveAgain_whenAPersonRestoresIt() throws IOException {
        String id = create("tasks", "{}").body().path("id").asText();
        pms.call("DELETE", "/tasks/" + id, "");

        new Caller(pms.base().replace("/api/v1", ""), pms.headers()).call("POST", "/_sandbox/restore/tasks/" + id, "");

        assertThat(pms.get("/tasks").body().at("/items/0/id").asText()).isEqualTo(id);
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        assertThat(create("tasks", "not json").status()).isEqualTo(400);
        assertThat(pms.get("/tasks?cursor=nonsense!").status()).isEqualTo(400);
        assertThat(pms.get("/tasks?updated_since=yesterday").status()).isEqualTo(400);
        assertThat(pms.get("/tasks?limit=501").status()).isEqualTo(400);
    }
}
